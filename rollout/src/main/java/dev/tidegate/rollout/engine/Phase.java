package dev.tidegate.rollout.engine;

import java.util.Locale;

/**
 * Where a rollout stands; drawn at {@link Rollout}. Holding is not a phase: each of the first four can be held, and goes on where it was.
 */
public enum Phase {
    /** No node of the next wave is touched; its gate is not open yet. */
    WAITING,
    /** Batches of the wave are being applied, one after the other. */
    APPLYING,
    /** All nodes of the wave are settled; its health is watched. */
    SOAKING,
    /** Touched nodes go back to what they had, the newest wave first. */
    PULLING_BACK,
    /**
     * Every wave was healthy; its nodes have the new revision, proven, but for the few that the terms bear. A person may want
     * everything back later.
     */
    DONE,
    /** Every touched node has its former revision, proven. */
    PULLED_BACK,
    /** A person has stopped it where it was; nothing more is sent, unless a person wants everything back. */
    ABORTED;

    /** As it is said and written. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether nothing happens any more. */
    public boolean isOver() {
        return this == DONE || this == PULLED_BACK || this == ABORTED;
    }

    /** Whether this phase may follow another, as drawn above. */
    boolean mayFollow(Phase before) {
        return switch (this) {
            case WAITING -> before == SOAKING;
            case APPLYING -> before == WAITING;
            case SOAKING -> before == APPLYING;
            case PULLING_BACK -> before != PULLING_BACK && before != PULLED_BACK;
            case DONE -> before == SOAKING;
            case PULLED_BACK -> before == PULLING_BACK;
            case ABORTED -> !before.isOver();
        };
    }
}
