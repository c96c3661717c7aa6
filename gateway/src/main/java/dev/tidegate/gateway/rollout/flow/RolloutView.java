package dev.tidegate.gateway.rollout.flow;

import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Rollout;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.engine.RolloutReads.Mark;
import java.time.Instant;
import java.util.List;

/**
 * A rollout as it is written down; not to be changed by who is given it.
 *
 * @param rollout from these events
 * @param events all of them, in order
 */
public record RolloutView(Brief brief, Rollout rollout, List<RolloutEvent> events, Mark mark, Instant updatedAt) {
    public RolloutView {
        events = List.copyOf(events);
    }
}
