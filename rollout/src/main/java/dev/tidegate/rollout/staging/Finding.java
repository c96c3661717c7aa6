package dev.tidegate.rollout.staging;

import java.time.Instant;

/**
 * A piece of evidence.
 *
 * @param node empty when it is about all of them
 * @param passed whether it speaks for the change
 */
public record Finding(Instant at, Kind kind, String node, boolean passed, String words) {

    /** What was looked at. */
    public enum Kind {
        DISPATCH,
        PACKAGES,
        APPLY,
        PROOF,
        TEST,
        HEALTH
    }
}
