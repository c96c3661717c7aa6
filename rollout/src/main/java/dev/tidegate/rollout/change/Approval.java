package dev.tidegate.rollout.change;

import java.time.Instant;

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
        SUPPORT(Person.Role.VALIDATOR),
        CUSTOMER(Person.Role.CUSTOMER_APPROVER);

        private final Person.Role role;

        Side(Person.Role role) {
            this.role = role;
        }

        public Person.Role role() {
            return role;
        }
    }
}
