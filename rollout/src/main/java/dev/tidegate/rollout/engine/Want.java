package dev.tidegate.rollout.engine;

/** What a rollout's state wants to be done outside. Doing it twice must do no harm. */
public sealed interface Want {

    /**
     * Send this to the target. Who has not recorded the intention itself, just now, asks the target first whether it is
     * known there.
     */
    record Send(Dispatch dispatch) implements Want {}

    /** Find out how the nodes of this job end, proof of the revision included. */
    record Follow(Dispatch dispatch, String job) implements Want {}

    /** Watch the health of this wave's nodes. */
    record Watch(int wave) implements Want {}
}
