package dev.tidegate.health.judge;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.policy.HealthPolicy;
import java.time.Instant;

/** Where judges come from. */
public final class Judges {
    private Judges() {}

    /**
     * A judge of a change by limits and always-valid tests.
     *
     * @param changedAt rounds before it are remembered, rounds from it on are judged
     * @throws IllegalArgumentException when the policy's budget, waves or signals make no sense
     */
    public static Judge of(HealthPolicy policy, Cohort cohort, Instant changedAt) {
        return new SequentialJudge(policy, cohort, changedAt);
    }
}
