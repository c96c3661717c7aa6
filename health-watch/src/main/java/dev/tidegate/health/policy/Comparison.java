package dev.tidegate.health.policy;

/**
 * How much worse than the nodes that were not touched a signal may be.
 *
 * <p>The tests look for a change beyond this margin, so that a difference nobody minds is never a reason to pull back.
 *
 * @param relative margin as a share of the control's level; 0.25 allows a quarter more (or less, by direction)
 * @param absolute margin in the signal's unit, for signals whose normal level is near 0; both margins are allowed
 *     together
 */
public record Comparison(double relative, double absolute) {
    public static final Comparison DEFAULT = new Comparison(0.25, 0);
}
