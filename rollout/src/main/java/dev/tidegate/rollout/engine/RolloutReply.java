package dev.tidegate.rollout.engine;

/** What whoever gave a command is told. */
public sealed interface RolloutReply {

    record Done(String what) implements RolloutReply {}

    /** Nothing to do: it is so already, or it came too late to matter. */
    record Nothing(String why) implements RolloutReply {}

    record Refused(String why) implements RolloutReply {}
}
