package dev.tidegate.gateway.ingest.micrometer;

import dev.tidegate.model.log.EventLog;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Times how long the log takes to confirm. */
final class MeteredEventLog implements EventLog {
    private final EventLog log;
    private final Timer confirmed;
    private final Timer failed;

    MeteredEventLog(EventLog log, MeterRegistry registry) {
        this.log = log;
        confirmed = timer("confirmed", registry);
        failed = timer("failed", registry);
    }

    @Override
    public int partitions() {
        return log.partitions();
    }

    @Override
    public Mono<Appended> append(int partition, byte[] record) {
        return Mono.defer(() -> {
            long began = System.nanoTime();
            return log.append(partition, record)
                    .doOnSuccess(unused -> since(began, confirmed))
                    .doOnError(unused -> since(began, failed));
        });
    }

    @Override
    public Flux<List<Entry>> read(int partition, long fromOffset) {
        return log.read(partition, fromOffset);
    }

    @Override
    public Mono<List<Long>> ends() {
        return log.ends();
    }

    private static void since(long began, Timer timer) {
        timer.record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
    }

    private static Timer timer(String outcome, MeterRegistry registry) {
        return Timer.builder("tidegate.log.append")
                .description("From handing a record to the log until it is durable")
                .tag("outcome", outcome)
                .publishPercentiles(0.5, 0.99)
                .publishPercentileHistogram()
                .register(registry);
    }
}
