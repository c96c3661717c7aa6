package dev.tidegate.rollout.change;

import java.time.Instant;
import java.util.Set;

/** Where the approval of a change stands at a time. */
public sealed interface Standing {

    /** Answers are missing. */
    record Waiting(Set<Approval.Side> missing, Instant until) implements Standing {}

    /** Both sides have agreed to this content and this moment. */
    record Approved(String reason) implements Standing {}

    /** Somebody said no. */
    record Refused(Approval.Side side, String by, String reason) implements Standing {}

    /** The moment has passed; a new revision with a new moment is needed. */
    record Expired(Instant start) implements Standing {}
}
