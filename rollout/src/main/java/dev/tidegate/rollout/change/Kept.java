package dev.tidegate.rollout.change;

import dev.tidegate.rollout.risk.Risk;
import java.time.Instant;
import java.util.Optional;

/**
 * A change as it is stored.
 *
 * @param rollout that carries it out; empty before one has begun
 * @param rolloutEndedAt empty while it runs
 * @param told its risk when it was written, or approved last
 */
public record Kept(
        Change change,
        Instant createdAt,
        Instant updatedAt,
        Optional<String> rollout,
        Optional<Instant> rolloutEndedAt,
        Optional<Risk> told) {

    /** Where it stands; what has begun once does not expire. */
    public ChangeState state(Instant now) {
        if (rollout.isPresent()) {
            return change.emergency().isPresent() ? ChangeState.EMERGENCY : ChangeState.APPROVED;
        }
        return ChangeState.of(change, now);
    }

    /** Whether somebody has decided by what was told: agreed, or let it go. */
    public boolean decided() {
        return rollout.isPresent()
                || change.emergency().isPresent()
                || change.approvals().stream().anyMatch(Approval::granted);
    }

    /** Whether a rollout of it is under way. */
    public boolean running() {
        return rollout.isPresent() && rolloutEndedAt.isEmpty();
    }
}
