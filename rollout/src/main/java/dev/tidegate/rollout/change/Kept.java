package dev.tidegate.rollout.change;

import java.time.Instant;
import java.util.Optional;

/**
 * A change as it is stored.
 *
 * @param rollout that carries it out; empty before one has begun
 * @param rolloutEndedAt empty while it runs
 */
public record Kept(
        Change change,
        Instant createdAt,
        Instant updatedAt,
        Optional<String> rollout,
        Optional<Instant> rolloutEndedAt) {

    /** Where it stands; what has begun once does not expire. */
    public ChangeState state(Instant now) {
        if (rollout.isPresent()) {
            return change.emergency().isPresent() ? ChangeState.EMERGENCY : ChangeState.APPROVED;
        }
        return ChangeState.of(change, now);
    }

    /** Whether a rollout of it is under way. */
    public boolean running() {
        return rollout.isPresent() && rolloutEndedAt.isEmpty();
    }
}
