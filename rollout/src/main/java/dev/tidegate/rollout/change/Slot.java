package dev.tidegate.rollout.change;

import java.time.Instant;
import java.util.Optional;

/**
 * When a change may begin.
 *
 * @param start exact moment at which it is to begin
 * @param end after which no wave begins any more; when it is not given, it may begin for {@link Approvals#GRACE}
 */
public record Slot(Instant start, Optional<Instant> end) {
    public static Slot from(Instant start) {
        return new Slot(start, Optional.empty());
    }

    /** Until when it may begin. */
    public Instant until() {
        return end.orElse(start.plus(Approvals.GRACE));
    }
}
