package dev.tidegate.gateway.security;

import dev.tidegate.gateway.problem.ProblemKind;
import java.time.Duration;

/** What came of asking who somebody is. */
public sealed interface Recognition {
    /** Somebody. */
    record Known(Identity identity) implements Recognition {}

    /** Nobody that is known here. */
    record Unknown(String why) implements Recognition {}

    /** Not decided: ask again later. */
    record Later(ProblemKind kind, String why, Duration pause) implements Recognition {
        /** As {@code Retry-After} says it: whole seconds, and at least one. */
        public String seconds() {
            return String.valueOf(Math.max(1, pause.plusMillis(999).toSeconds()));
        }
    }
}
