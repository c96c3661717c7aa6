package dev.tidegate.health.policy;

import java.time.Duration;

/**
 * What must have been seen before a watch may be called Healthy. Until then it is Inconclusive.
 *
 * @param duration how long the watched nodes were observed after the change
 * @param rounds for each required signal, rounds with evidence
 * @param nodes share of the watched nodes that must report in a round for it to be evidence, above 0 and at most 1
 * @param events for counts and ratios, how many trials (a ratio's total) all watched nodes must have had together
 */
public record Exposure(Duration duration, int rounds, double nodes, long events) {
    public static final Exposure DEFAULT = new Exposure(Duration.ofMinutes(5), 5, 1.0, 0);
}
