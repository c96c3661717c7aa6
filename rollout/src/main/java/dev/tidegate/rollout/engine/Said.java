package dev.tidegate.rollout.engine;

import dev.tidegate.model.shard.Outcome;
import java.util.List;

/** Outcomes in the few forms that are needed here. */
final class Said {
    private Said() {}

    static Outcome<RolloutEvent, RolloutReply> done(String what, RolloutEvent event) {
        return new Outcome<>(List.of(event), new RolloutReply.Done(what));
    }

    static Outcome<RolloutEvent, RolloutReply> taken(List<RolloutEvent> events) {
        return new Outcome<>(events, new RolloutReply.Done("taken"));
    }

    static Outcome<RolloutEvent, RolloutReply> nothing(String why) {
        return Outcome.unchanged(new RolloutReply.Nothing(why));
    }

    static Outcome<RolloutEvent, RolloutReply> refused(String why) {
        return Outcome.unchanged(new RolloutReply.Refused(why));
    }
}
