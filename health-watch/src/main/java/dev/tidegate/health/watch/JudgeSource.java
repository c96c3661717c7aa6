package dev.tidegate.health.watch;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.judge.Judge;
import dev.tidegate.health.policy.HealthPolicy;
import java.time.Instant;

/** Makes a judge for a watch. */
public interface JudgeSource {
    Judge of(HealthPolicy policy, Cohort cohort, Instant changedAt);
}
