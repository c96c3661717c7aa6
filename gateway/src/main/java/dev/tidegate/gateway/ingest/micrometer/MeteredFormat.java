package dev.tidegate.gateway.ingest.micrometer;

import dev.tidegate.gateway.ingest.AlertBatches;
import dev.tidegate.gateway.ingest.AlertFormat;
import dev.tidegate.gateway.ingest.Answer;
import dev.tidegate.gateway.ingest.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;

/** Counts what a format receives and refuses, and how long it decodes. */
final class MeteredFormat implements AlertFormat {
    private final AlertFormat format;
    private final IngestMetrics metrics;
    private final Counter received;
    private final Counter leftOut;
    private final Timer decode;

    MeteredFormat(AlertFormat format, IngestMetrics metrics, MeterRegistry registry) {
        this.format = format;
        this.metrics = metrics;
        received = Counter.builder("tidegate.ingest.received.bytes")
                .description("Length of bodies, after gunzip")
                .tag("format", format.name())
                .register(registry);
        leftOut = Counter.builder("tidegate.ingest.left.out")
                .description("Alerts that senders say they left out of their notifications")
                .tag("format", format.name())
                .register(registry);
        decode = Timer.builder("tidegate.ingest.decode")
                .description("From the whole body to the finished record")
                .tag("format", format.name())
                .publishPercentileHistogram()
                .register(registry);
    }

    @Override
    public String name() {
        return format.name();
    }

    @Override
    public boolean takes(String mediaType) {
        return format.takes(mediaType);
    }

    @Override
    public Answer read(byte[] body, int length, AlertBatches into) {
        received.increment(length);
        long began = System.nanoTime();
        try {
            return format.read(body, length, into);
        } finally {
            decode.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
            into.refusals().forEach(metrics::refused);
            leftOut.increment(into.leftOut());
        }
    }

    @Override
    public Answer refuse(Refusal refusal) {
        metrics.refused(refusal.reason(), 1);
        return format.refuse(refusal);
    }
}
