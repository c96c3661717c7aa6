package dev.tidegate.health.judge;

import org.jspecify.annotations.Nullable;

/** Compares one signal of the watched nodes with the control, or with what they were before. */
interface Comparer {
    /** Evidence this many times the stake is no reason to pull back, but one not to pass yet. */
    double LEANING = 2;

    /** A round from before the change. */
    void remember(Sample watched, @Nullable Sample control);

    /**
     * A round from after the change.
     *
     * @param control null only when there is no control group
     * @return whether it could be compared; otherwise nothing is known to compare with, yet
     */
    boolean compare(Sample watched, @Nullable Sample control);

    /** Whether things look worse than they may be, though not surely enough to pull back. */
    boolean leans();

    /** By which test, in words. */
    String method();

    Verdict.Cause cause();

    /** The e-value now, of the mixture over the group, its nodes, sizes and starting rounds of a change. */
    double evidence();

    /** What of the stake has been played by now. */
    double staked();

    /** The e-value of the control having got worse than it was before the change; 0 where that is not known. */
    double siteWide();

    /** Estimated difference of the watched level to what is expected, over the last rounds; NaN while not known. */
    double effect();

    /** The watched level over the last rounds. */
    double recent();

    /** What the watched level was expected to be over the last rounds. */
    double expected();

    /** Mean level of the watched nodes before the change; NaN when nothing was remembered. */
    double snapshotLevel();

    /** How far each watched node stands out; higher is worse. */
    double standsOut(int node);
}
