package dev.tidegate.rollout.staging;

import dev.tidegate.health.judge.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Mono;

/** Health that is what it is said to be. */
public final class FakeHealth implements HealthWatch {
    public final CopyOnWriteArrayList<String> opened = new CopyOnWriteArrayList<>();
    public volatile Duration exposure = Duration.ofMillis(20);
    public volatile Optional<Verdict> verdict = Optional.of(new Verdict.Healthy("nothing got worse"));

    @Override
    public Mono<Wanted> open(StagingRun run, String policy, Instant now, Instant until) {
        return Mono.fromSupplier(() -> {
            opened.addIfAbsent(run.watch());
            return new Wanted(exposure, Duration.ofMinutes(10));
        });
    }

    @Override
    public Mono<Optional<Verdict>> verdict(StagingRun run) {
        return Mono.fromSupplier(() -> verdict);
    }

    @Override
    public Mono<Boolean> close(StagingRun run, String reason) {
        return Mono.just(opened.remove(run.watch()));
    }
}
