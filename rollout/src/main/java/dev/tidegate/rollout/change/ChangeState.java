package dev.tidegate.rollout.change;

import java.time.Instant;
import java.util.Locale;

/** A word for where a change stands. */
public enum ChangeState {
    /** Nobody has answered yet. */
    DRAFT,
    /** Somebody has agreed, and answers are missing. */
    WAITING,
    APPROVED,
    REFUSED,
    EXPIRED,
    /** A named person has taken the decision alone. */
    EMERGENCY;

    public static ChangeState of(Change change, Instant now) {
        return switch (Approvals.standing(change, now)) {
            case Standing.Waiting waiting -> change.approvals().isEmpty() ? DRAFT : WAITING;
            case Standing.Approved approved -> change.emergency().isPresent() ? EMERGENCY : APPROVED;
            case Standing.Refused refused -> REFUSED;
            case Standing.Expired expired -> EXPIRED;
        };
    }

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
