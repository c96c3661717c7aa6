package dev.tidegate.rollout.engine;

import dev.tidegate.rollout.change.PackageSnapshot;
import java.util.List;

/** What a rollout's state wants to be done outside. Doing it twice must do no harm. */
public sealed interface Want {

    /** Find out what every node has now and whether everything that going back needs is there. */
    record Prepare() implements Want {}

    /** Look whether calendars and everything outside allow this wave to begin, again and again. */
    record Look(int wave) implements Want {}

    /** Look what other rollouts have of its quorum groups, again and again. */
    record LookAround() implements Want {}

    /** Publish these snapshots. */
    record Publish(Direction direction, List<PackageSnapshot> snapshots) implements Want {
        public Publish {
            snapshots = List.copyOf(snapshots);
        }
    }

    /**
     * Send this to the target. Who has not recorded the intention itself, just now, asks the target first whether it is
     * known there.
     */
    record Send(Dispatch dispatch) implements Want {}

    /** Ask the target whether it knows this, and send nothing: it is not wanted any more. */
    record Find(Dispatch dispatch) implements Want {}

    /** Find out how the nodes of this job end, proof of the revision included; of those that timed out as well. */
    record Follow(Dispatch dispatch, String job) implements Want {}

    /** Watch the health of this wave's nodes; on the way back, of those that have their former revision again. */
    record Watch(int wave, Direction direction) implements Want {}

    /** Close the watch of a wave that is over. */
    record Unwatch(int wave) implements Want {}

    /** Write into the repository what this wave's nodes have now. */
    record WriteDown(int wave, Direction direction) implements Want {}
}
