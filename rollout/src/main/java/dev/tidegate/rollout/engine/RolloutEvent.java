package dev.tidegate.rollout.engine;

import java.time.Instant;

/** What has happened in a rollout. A rollout is nothing but these, in order. */
public sealed interface RolloutEvent {
    Instant at();

    record PhaseBegun(Instant at, Phase phase, int wave, String by, String reason) implements RolloutEvent {}

    record Held(Instant at, String by, String reason) implements RolloutEvent {}

    record Resumed(Instant at, String by) implements RolloutEvent {}

    record Acknowledged(Instant at, String by, int wave) implements RolloutEvent {}

    record MonitorCame(Instant at, String by) implements RolloutEvent {}

    record MonitorWent(Instant at, String by) implements RolloutEvent {}

    record HealthSaid(Instant at, int wave, RolloutCommand.Health.Signal signal, String reason)
            implements RolloutEvent {}

    /** Recorded before it is sent. */
    record Intended(Instant at, Dispatch dispatch) implements RolloutEvent {}

    record Dispatched(Instant at, String dispatch, String job) implements RolloutEvent {}

    record NodeSettled(Instant at, String dispatch, String node, NodeState state, String detail)
            implements RolloutEvent {}

    /** Every touched node of a wave has its former revision again. */
    record WaveBack(Instant at, int wave) implements RolloutEvent {}
}
