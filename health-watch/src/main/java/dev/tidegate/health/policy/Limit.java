package dev.tidegate.health.policy;

/**
 * A hard limit: crossed by any watched node, or by the share of them given here, the verdict is Unhealthy at once,
 * without statistics. A control group that crosses it as well at the same time exonerates the wave.
 *
 * @param value in the signal's unit; for a ratio between 0 and 1
 * @param nodes share of the watched nodes that must be beyond it, above 0 and at most 1; 0 means that one is enough
 * @param rounds how many rounds in a row, at least 1
 */
public record Limit(double value, double nodes, int rounds) {
    public static Limit of(double value) {
        return new Limit(value, 0, 1);
    }
}
