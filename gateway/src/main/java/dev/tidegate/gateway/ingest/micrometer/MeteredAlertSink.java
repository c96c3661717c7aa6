package dev.tidegate.gateway.ingest.micrometer;

import dev.tidegate.gateway.ingest.AlertSink;
import dev.tidegate.gateway.ingest.InFlightBudget;
import dev.tidegate.gateway.ingest.Intake;
import io.micrometer.core.instrument.MeterRegistry;
import reactor.core.publisher.Mono;

/** Counts the alerts that have become durable. */
final class MeteredAlertSink implements AlertSink {
    private final AlertSink sink;
    private final MeterRegistry registry;

    MeteredAlertSink(AlertSink sink, MeterRegistry registry) {
        this.sink = sink;
        this.registry = registry;
    }

    @Override
    public Mono<Integer> accept(Intake intake, InFlightBudget.Hold memory) {
        return sink.accept(intake, memory)
                .doOnNext(alerts -> registry.counter("tidegate.ingest.accepted", "format", intake.format())
                        .increment(alerts));
    }
}
