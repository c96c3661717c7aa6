package dev.tidegate.rollout.engine.json;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.engine.RolloutReply;

/** The words by which kinds are told apart in what is stored. They never change; a class may be renamed, its word not. */
final class Kinds {
    private Kinds() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = RolloutEvent.PhaseBegun.class, name = "phase"),
        @JsonSubTypes.Type(value = RolloutEvent.Held.class, name = "held"),
        @JsonSubTypes.Type(value = RolloutEvent.Resumed.class, name = "resumed"),
        @JsonSubTypes.Type(value = RolloutEvent.Acknowledged.class, name = "acknowledged"),
        @JsonSubTypes.Type(value = RolloutEvent.MonitorCame.class, name = "monitor-came"),
        @JsonSubTypes.Type(value = RolloutEvent.MonitorWent.class, name = "monitor-went"),
        @JsonSubTypes.Type(value = RolloutEvent.WayBackProven.class, name = "way-back-proven"),
        @JsonSubTypes.Type(value = RolloutEvent.Published.class, name = "published"),
        @JsonSubTypes.Type(value = RolloutEvent.WatchOpened.class, name = "watch-opened"),
        @JsonSubTypes.Type(value = RolloutEvent.WatchClosed.class, name = "watch-closed"),
        @JsonSubTypes.Type(value = RolloutEvent.HealthSaid.class, name = "health"),
        @JsonSubTypes.Type(value = RolloutEvent.Lost.class, name = "lost"),
        @JsonSubTypes.Type(value = RolloutEvent.Found.class, name = "found"),
        @JsonSubTypes.Type(value = RolloutEvent.TakenUp.class, name = "taken-up"),
        @JsonSubTypes.Type(value = RolloutEvent.Intended.class, name = "intended"),
        @JsonSubTypes.Type(value = RolloutEvent.Dispatched.class, name = "dispatched"),
        @JsonSubTypes.Type(value = RolloutEvent.Withdrawn.class, name = "withdrawn"),
        @JsonSubTypes.Type(value = RolloutEvent.NodeSettled.class, name = "node-settled"),
        @JsonSubTypes.Type(value = RolloutEvent.Yielded.class, name = "yielded"),
        @JsonSubTypes.Type(value = RolloutEvent.Insisted.class, name = "insisted"),
        @JsonSubTypes.Type(value = RolloutEvent.Skipped.class, name = "skipped"),
        @JsonSubTypes.Type(value = RolloutEvent.Relapsed.class, name = "relapsed"),
        @JsonSubTypes.Type(value = RolloutEvent.WaveBack.class, name = "wave-back"),
        @JsonSubTypes.Type(value = RolloutEvent.Recorded.class, name = "recorded")
    })
    interface Event {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = RolloutCommand.Hold.class, name = "hold"),
        @JsonSubTypes.Type(value = RolloutCommand.Resume.class, name = "resume"),
        @JsonSubTypes.Type(value = RolloutCommand.PullBack.class, name = "pull-back"),
        @JsonSubTypes.Type(value = RolloutCommand.Abort.class, name = "abort"),
        @JsonSubTypes.Type(value = RolloutCommand.Acknowledge.class, name = "acknowledge")
    })
    interface Command {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = RolloutReply.Done.class, name = "done"),
        @JsonSubTypes.Type(value = RolloutReply.Nothing.class, name = "nothing"),
        @JsonSubTypes.Type(value = RolloutReply.Refused.class, name = "refused")
    })
    interface Reply {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Origin.Git.class, name = "git"),
        @JsonSubTypes.Type(value = Origin.Gerrit.class, name = "gerrit")
    })
    interface From {}
}
