package dev.tidegate.rollout.change;

import java.time.Instant;
import java.util.List;

/**
 * Somebody's answer to exactly this content.
 *
 * @param hash of the content that was shown
 * @param start moment that was agreed to
 * @param reason why; needed when it is a refusal
 */
public record Approval(Side side, String by, String hash, Instant start, boolean granted, String reason, Instant at) {

    /** Whose answer is needed. Both are. */
    public enum Side {
        SUPPORT,
        CUSTOMER;

        /** Whoever has one of these may answer. */
        public List<Person.Role> roles() {
            return switch (this) {
                case SUPPORT -> List.of(Person.Role.VALIDATOR, Person.Role.SUPPORT_ENGINEER);
                case CUSTOMER -> List.of(Person.Role.CUSTOMER_APPROVER);
            };
        }

        /** Who is asked first. */
        public Person.Role role() {
            return roles().getFirst();
        }
    }
}
