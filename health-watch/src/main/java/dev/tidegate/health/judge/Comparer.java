package dev.tidegate.health.judge;

import org.jspecify.annotations.Nullable;

/** Compares one signal of the watched nodes with the control, or with what they were before. */
interface Comparer {
    /** A round from before the change. */
    void remember(Sample watched, @Nullable Sample control);

    /**
     * A round from after the change.
     *
     * @param control null only when there is no control group
     * @return whether it could be compared; otherwise nothing is known to compare with, yet
     */
    boolean compare(Sample watched, @Nullable Sample control);

    /** How it stands after the latest round. */
    Standing standing();

    /** Whether things look worse than they may be, though not surely enough to pull back. */
    boolean leans();

    /** By which test, in words. */
    String method();

    /** Mean level of the watched nodes before the change; NaN when nothing was remembered. */
    double snapshotLevel();
}
