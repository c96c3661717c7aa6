package dev.tidegate.rollout.engine;

import java.util.Locale;

/** What is known of a node in one direction. Only proof counts as done. */
public enum NodeState {
    /** Sent, or about to be; not settled yet. */
    IN_FLIGHT,
    /** The wanted revision was read back from it. */
    PROVEN,
    /** It said that it failed, or the wrong revision was read back. */
    FAILED,
    /** It could not be reached. */
    UNREACHABLE,
    /** It did not answer in time. */
    TIMED_OUT,
    /** Nobody can say. */
    UNKNOWN;

    /** As it is said and written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it counts against the wave. */
    public boolean isBad() {
        return switch (this) {
            case FAILED, UNREACHABLE, TIMED_OUT, UNKNOWN -> true;
            case IN_FLIGHT, PROVEN -> false;
        };
    }
}
