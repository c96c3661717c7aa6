package dev.tidegate.gateway.ingest.micrometer;

import dev.tidegate.gateway.ingest.AlertFormat;
import dev.tidegate.gateway.ingest.AlertSink;
import dev.tidegate.gateway.ingest.InFlightBudget;
import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.model.log.EventLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;

/**
 * The meters of the doors in, all there from the start so that a rate can be taken of the first event.
 *
 * <pre>
 * tidegate_ingest_accepted_total{format}          alerts that are durable
 * tidegate_ingest_refused_total{reason}           alerts, or requests for the reasons that concern a whole one
 * tidegate_ingest_received_bytes_total{format}    bodies after gunzip
 * tidegate_ingest_left_out_total{format}          alerts that senders say they left out (truncatedAlerts)
 * tidegate_ingest_decode_seconds{format}          histogram
 * tidegate_log_append_seconds{outcome}            histogram, p50 and p99
 * tidegate_ingest_in_flight_bytes                 and tidegate_ingest_in_flight_bytes_limit
 * </pre>
 */
public final class IngestMetrics {
    private final MeterRegistry registry;
    private final Map<RefusalReason, Counter> refused = new EnumMap<>(RefusalReason.class);

    public IngestMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (RefusalReason reason : RefusalReason.values()) {
            refused.put(
                    reason,
                    Counter.builder("tidegate.ingest.refused")
                            .description("Alerts or requests that were not taken")
                            .tag("reason", reason.word())
                            .register(registry));
        }
    }

    public AlertFormat around(AlertFormat format) {
        return new MeteredFormat(format, this, registry);
    }

    public AlertSink around(AlertSink sink) {
        return new MeteredAlertSink(sink, registry);
    }

    public EventLog around(EventLog log) {
        return new MeteredEventLog(log, registry);
    }

    public void watch(InFlightBudget budget) {
        Gauge.builder("tidegate.ingest.in.flight.bytes", budget, InFlightBudget::used)
                .description("Memory of requests on their way to the log")
                .register(registry);
        Gauge.builder("tidegate.ingest.in.flight.bytes.limit", budget, InFlightBudget::capacity)
                .description("When in_flight_bytes reaches this, senders get 503")
                .register(registry);
    }

    /** Counts alerts, or one request, that were refused. */
    public void refused(RefusalReason reason, int count) {
        Counter counter = refused.get(reason);
        if (counter != null) {
            counter.increment(count);
        }
    }
}
