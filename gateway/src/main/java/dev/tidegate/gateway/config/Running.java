package dev.tidegate.gateway.config;

import dev.tidegate.correlator.log.kafka.KafkaLog;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What works in the background: begins before the doors open, ends after they are closed. Stopping finishes what is under
 * way, gives partitions and watches up, and only then lets go of the log.
 */
@Component
class Running implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Running.class);

    private final List<Worker> workers;
    private final KafkaLog log;
    private final AtomicBoolean running = new AtomicBoolean();

    Running(List<Worker> workers, KafkaLog log) {
        this.workers = workers;
        this.log = log;
    }

    @Override
    public void start() {
        workers.forEach(worker -> worker.begin().run());
        running.set(true);
    }

    @Override
    public void stop(Runnable done) {
        Mono.when(workers.stream().map(Running::ended).toList())
                .then(log.close())
                .doFinally(signal -> {
                    running.set(false);
                    done.run();
                })
                .subscribe(nothing -> {}, failure -> LOG.warn("the log did not close as it should", failure));
    }

    /** One that does not stop as it should keeps no other from stopping. */
    private static Mono<Void> ended(Worker worker) {
        return Mono.defer(worker.end()).onErrorResume(failure -> {
            LOG.warn("{} did not stop as they should: {}", worker.name(), failure.toString());
            return Mono.empty();
        });
    }

    @Override
    public void stop() {
        stop(() -> {});
    }

    @Override
    public boolean isRunning() {
        return running.get();
    }

    /** Long before the server's, whose phases are at the other end. */
    @Override
    public int getPhase() {
        return 0;
    }
}
