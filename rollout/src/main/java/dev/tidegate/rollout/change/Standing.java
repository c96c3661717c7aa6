package dev.tidegate.rollout.change;

import dev.tidegate.model.Wording;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Where the approval of a change stands at a time. */
public sealed interface Standing {

    /** In words. */
    default String words() {
        return switch (this) {
            case Waiting waiting ->
                "waits until " + Wording.moment(waiting.until()) + " for the answer of "
                        + waiting.missing().stream()
                                .map(side -> "the " + side.name().toLowerCase(Locale.ROOT) + " side")
                                .collect(Collectors.joining(" and "));
            case Approved approved -> "approved: " + approved.reason();
            case Refused refused -> "refused by " + refused.by() + ": " + refused.reason();
            case Expired expired ->
                "expired: " + Wording.moment(expired.start()) + " has passed; a new revision needs a new moment";
        };
    }

    /** Answers are missing. */
    record Waiting(Set<Approval.Side> missing, Instant until) implements Standing {}

    /** Both sides have agreed to this content and this moment. */
    record Approved(String reason) implements Standing {}

    /** Somebody said no. */
    record Refused(Approval.Side side, String by, String reason) implements Standing {}

    /** The moment has passed; a new revision with a new moment is needed. */
    record Expired(Instant start) implements Standing {}
}
