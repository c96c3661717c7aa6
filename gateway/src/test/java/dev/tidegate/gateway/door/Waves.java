package dev.tidegate.gateway.door;

import dev.tidegate.health.watch.WatchSpec;
import dev.tidegate.rollout.flow.WaveHealth;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Watches of waves that say what the test says. */
record Waves(AtomicReference<Seen> says) implements WaveHealth {
    @Override
    public Mono<Boolean> open(WatchSpec spec) {
        return Mono.just(true);
    }

    @Override
    public Mono<Boolean> close(String watch, String tenant, String reason) {
        return Mono.just(true);
    }

    @Override
    public Flux<Seen> follow(String watch, String tenant) {
        return Flux.interval(Duration.ZERO, Duration.ofMillis(50)).map(tick -> says.get());
    }
}
