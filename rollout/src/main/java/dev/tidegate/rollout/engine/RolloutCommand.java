package dev.tidegate.rollout.engine;

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

    /** What health-watch says of the wave that runs. */
    record Health(int wave, Signal signal, String reason) implements RolloutCommand {
        /** A verdict, as far as a rollout cares. */
        public enum Signal {
            HEALTHY,
            UNHEALTHY,
            INCONCLUSIVE
        }
    }

    /** The target has taken a dispatch. */
    record Accepted(String dispatch, String job) implements RolloutCommand {}

    /** The target was asked and knows nothing of a dispatch: it may be sent. */
    record NeverArrived(String dispatch) implements RolloutCommand {}

    /** How a node of a dispatch ended. */
    record Settled(String dispatch, String node, NodeState state, String detail) implements RolloutCommand {}
}
