package dev.tidegate.gateway.door;

import dev.tidegate.health.judge.Verdict;
import dev.tidegate.rollout.staging.HealthWatch;
import dev.tidegate.rollout.staging.StagingRun;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Health that never gets worse. */
record Sound() implements HealthWatch {
    @Override
    public Mono<Wanted> open(StagingRun run, String policy, Instant now, Instant until) {
        return Mono.just(new Wanted(Duration.ZERO, Duration.ZERO));
    }

    @Override
    public Mono<Optional<Verdict>> verdict(StagingRun run) {
        return Mono.just(Optional.of(new Verdict.Healthy("nothing got worse")));
    }

    @Override
    public Mono<Boolean> close(StagingRun run, String reason) {
        return Mono.just(true);
    }
}
