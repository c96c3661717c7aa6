package dev.tidegate.health.policy;

import java.time.Duration;
import java.util.List;

/**
 * What a watch looks at, and when it is content.
 *
 * @param interval between two rounds
 * @param snapshot how long before the change the same nodes are looked at, for comparison with themselves
 * @param budget probability that a change which made nothing worse is called Unhealthy by comparison, at most, over
 *     all signals and all waves of one rollout and however often it is looked at; above 0 and below 1
 * @param waves over how many waves the budget is spent; 1 for a watch on its own
 * @param ask how long evidence may be missing before the engineer is asked
 */
public record HealthPolicy(
        String name,
        Duration interval,
        Duration snapshot,
        double budget,
        int waves,
        Exposure exposure,
        Duration ask,
        List<Signal> signals) {
    public static final double DEFAULT_BUDGET = 0.01;
    /** Of one policy, wherever it is used. */
    public static final int MOST_SIGNALS = 100;
    /** Between two rounds, wherever the policy is used. */
    public static final Duration SHORTEST_INTERVAL = Duration.ofMillis(250);

    public HealthPolicy {
        signals = List.copyOf(signals);
    }
}
