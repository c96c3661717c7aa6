package dev.tidegate.rollout.engine;

import dev.tidegate.rollout.change.PackageSnapshot;
import java.util.List;
import java.util.Optional;

/** What people and the world tell a rollout. */
public sealed interface RolloutCommand {

    /** A person stops all sending; what is in flight settles. */
    record Hold(String by, String reason) implements RolloutCommand {}

    /** A person lets it go on. */
    record Resume(String by) implements RolloutCommand {}

    /** A person wants everything back. */
    record PullBack(String by, String reason) implements RolloutCommand {}

    /** A person ends it where it is. */
    record Abort(String by, String reason) implements RolloutCommand {}

    /** The monitor has seen how it stands and answers for going on. */
    record Acknowledge(String by) implements RolloutCommand {}

    /** The monitor's health stream opened or ended. */
    record Presence(String by, boolean present) implements RolloutCommand {}

    /** Whether calendars and everything outside allow a wave to begin; a reason when they do not. */
    record Gate(Optional<String> closed) implements RolloutCommand {}

    /** What other rollouts have of its quorum groups; a reason when that cannot be looked up. */
    record Neighbours(List<Neighbour> all, Optional<String> unknown) implements RolloutCommand {}

    /**
     * The way back is known.
     *
     * @param former what each node has now
     * @param silent nodes that did not say; they are not touched, and count against their wave
     * @param packages what is published now
     */
    record WayBack(List<Former> former, List<String> silent, List<PackageSnapshot> packages)
            implements RolloutCommand {}

    /** The way back is not there, for a reason that does not go away by itself. */
    record NoWayBack(String reason) implements RolloutCommand {}

    /** Snapshots are published. */
    record Published(Direction direction, List<PackageSnapshot> snapshots) implements RolloutCommand {}

    /** What health-watch says of a wave, on its way forward or after it went back. */
    record Health(int wave, Direction direction, Signal signal, String reason) implements RolloutCommand {
        /** A verdict, as far as a rollout cares. */
        public enum Signal {
            HEALTHY,
            UNHEALTHY,
            /** Too little was seen yet; time will tell. */
            EARLY,
            /** There is no evidence, or it says nothing about the wave. */
            INCONCLUSIVE
        }
    }

    /** A watch was opened; a problem when it could not be. */
    record WatchOpened(int wave, Direction direction, Optional<String> problem) implements RolloutCommand {}

    /** The watch of a wave that is over is closed. */
    record WatchClosed(int wave) implements RolloutCommand {}

    /** Somebody who is needed does not answer: {@code target salt}, {@code packages}. Nothing is known of any node. */
    record Silent(String who, String reason) implements RolloutCommand {}

    /** Somebody who did not answer does again. */
    record Answers(String who) implements RolloutCommand {}

    /** A gateway goes on with what it found written. */
    record TakeUp(String by) implements RolloutCommand {}

    /** The target has taken a dispatch. */
    record Accepted(String dispatch, String job) implements RolloutCommand {}

    /** The target was asked and knows nothing of a dispatch: it may be sent. */
    record NeverArrived(String dispatch) implements RolloutCommand {}

    /** How a node of a dispatch ended. */
    record Settled(String dispatch, String node, NodeState state, String detail) implements RolloutCommand {}

    /** It is written in the repository; or will not be, and why. */
    record Recorded(int wave, Direction direction, String reference) implements RolloutCommand {}
}
