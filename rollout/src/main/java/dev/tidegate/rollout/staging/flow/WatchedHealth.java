package dev.tidegate.rollout.staging.flow;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.flow.Watches;
import dev.tidegate.health.judge.Verdict;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.watch.Policies;
import dev.tidegate.health.watch.WatchReads;
import dev.tidegate.health.watch.WatchSpec;
import dev.tidegate.rollout.staging.HealthWatch;
import dev.tidegate.rollout.staging.StagingRun;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Health by a watch of the staging machines, compared with how they were before the run. */
public final class WatchedHealth implements HealthWatch {
    private static final String WHO = "tidegate";

    private final Watches watches;
    private final WatchReads reads;
    private final Policies policies;

    public WatchedHealth(Watches watches, WatchReads reads, Policies policies) {
        this.watches = watches;
        this.reads = reads;
        this.policies = policies;
    }

    @Override
    public Mono<Wanted> open(StagingRun run, String policy, Instant now, Instant until) {
        return Mono.defer(() -> {
            HealthPolicy parsed = policies.parse(policy);
            WatchSpec spec = new WatchSpec(
                    run.watch(),
                    run.tenant(),
                    "staging of change " + run.change(),
                    policy,
                    new Cohort(run.nodes(), List.of()),
                    run.startedAt(),
                    until,
                    WHO,
                    now);
            return watches.open(spec).thenReturn(new Wanted(parsed.exposure().duration(), parsed.snapshot()));
        });
    }

    @Override
    public Mono<Optional<Verdict>> verdict(StagingRun run) {
        return reads.watch(run.tenant(), run.watch())
                .map(row -> Optional.ofNullable(row.latest()).map(latest -> latest.verdict()))
                .defaultIfEmpty(Optional.empty());
    }

    @Override
    public Mono<Boolean> close(StagingRun run, String reason) {
        return watches.close(run.watch(), run.tenant(), WHO, reason);
    }
}
