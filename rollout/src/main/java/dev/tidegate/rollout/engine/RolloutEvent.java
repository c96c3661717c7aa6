package dev.tidegate.rollout.engine;

import dev.tidegate.rollout.change.PackageSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What has happened in a rollout. A rollout is nothing but these, in order. */
public sealed interface RolloutEvent {
    Instant at();

    record PhaseBegun(Instant at, Phase phase, int wave, String by, String reason) implements RolloutEvent {}

    record Held(Instant at, String by, String reason) implements RolloutEvent {}

    record Resumed(Instant at, String by) implements RolloutEvent {}

    record Acknowledged(Instant at, String by, int wave) implements RolloutEvent {}

    record MonitorCame(Instant at, String by) implements RolloutEvent {}

    record MonitorWent(Instant at, String by) implements RolloutEvent {}

    /** What every node had before, and what was published; recorded before any node is touched. */
    record WayBackProven(Instant at, List<Former> former, List<String> silent, List<PackageSnapshot> packages)
            implements RolloutEvent {
        public WayBackProven {
            former = List.copyOf(former);
            silent = List.copyOf(silent);
            packages = List.copyOf(packages);
        }
    }

    /** Snapshots are published, read back. */
    record Published(Instant at, Direction direction, List<PackageSnapshot> snapshots) implements RolloutEvent {
        public Published {
            snapshots = List.copyOf(snapshots);
        }
    }

    record WatchOpened(Instant at, int wave, Direction direction, Optional<String> problem) implements RolloutEvent {}

    record WatchClosed(Instant at, int wave) implements RolloutEvent {}

    record HealthSaid(Instant at, int wave, Direction direction, RolloutCommand.Health.Signal signal, String reason)
            implements RolloutEvent {}

    /** Somebody who is needed does not answer; what they would be asked for waits. */
    record Lost(Instant at, String who, String reason) implements RolloutEvent {}

    /** They answer again; what was open with them has until a new deadline. */
    record Found(Instant at, String who, Instant deadline) implements RolloutEvent {}

    /** A gateway goes on where another, or its former self, ended. Nobody listened between: what is open has a new deadline. */
    record TakenUp(Instant at, String by, Instant deadline) implements RolloutEvent {}

    /** Recorded before it is sent. */
    record Intended(Instant at, Dispatch dispatch) implements RolloutEvent {}

    record Dispatched(Instant at, String dispatch, String job) implements RolloutEvent {}

    /** It was never sent, and will not be: its nodes are as before. */
    record Withdrawn(Instant at, String dispatch) implements RolloutEvent {}

    record NodeSettled(Instant at, String dispatch, String node, NodeState state, String detail)
            implements RolloutEvent {}

    /** It waits for another rollout that has a member of the same quorum group; once until it goes on. */
    record Yielded(Instant at, int wave, Direction direction, String reason) implements RolloutEvent {}

    /** It has waited for long enough on the way back, and waits no longer. */
    record Insisted(Instant at, int wave, String reason) implements RolloutEvent {}

    /** A node was left alone, and counts against its wave as unreachable. */
    record Skipped(Instant at, int wave, String node, String detail) implements RolloutEvent {}

    /** A node that was back has carried out an older order after all; it has to go back again. */
    record Relapsed(Instant at, int wave, String node, String detail) implements RolloutEvent {}

    /** Every touched node of a wave has its former revision again. */
    record WaveBack(Instant at, int wave) implements RolloutEvent {}

    /** What is on a wave's nodes is written in the repository. */
    record Recorded(Instant at, int wave, Direction direction, String reference) implements RolloutEvent {}
}
