package dev.tidegate.health.evidence.series;

import java.time.Duration;

/**
 * How old what a node's number is made of was at each time.
 */
public interface Ages {
    /** Numbers that cannot be old, because the question bounds what they are made of. */
    Ages BOUNDED = (place, step) -> Duration.ZERO;

    /** Longer than can be told: nothing that the number could be made of is there any more. */
    Duration GONE = Duration.ofSeconds(Long.MAX_VALUE);

    Duration age(int place, int step);
}
