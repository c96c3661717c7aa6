package dev.tidegate.rollout.risk;

import java.util.List;

/**
 * How likely a change is to fail, and why this is thought.
 *
 * @param probability of failure, between 0 and 1
 * @param factors largest first
 * @param level what follows from it
 */
public record Risk(double probability, List<Factor> factors, Level level) {
    public Risk {
        factors = List.copyOf(factors);
    }

    /**
     * One reason.
     *
     * @param weight in log-odds: 0.7 doubles the odds of failure, −0.7 halves them
     */
    public record Factor(String name, double weight, String words) {}

    /** How careful to be. */
    public enum Level {
        LOW,
        MEDIUM,
        HIGH
    }
}
