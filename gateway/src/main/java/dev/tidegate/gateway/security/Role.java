package dev.tidegate.gateway.security;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What somebody is trusted with. None covers another: who has to do two things is given two roles. */
public enum Role {
    /** Sends alerts; sees nothing. */
    INGEST,
    /** Sees; changes nothing. */
    VIEWER,
    /** Answers incidents: acknowledges, silences, proposes a change. */
    RESPONDER,
    /** Writes changes and approves those of others for the support side. */
    SUPPORT_ENGINEER,
    /** Tries changes in staging. */
    VALIDATOR,
    /** Carries changes out. */
    EXECUTOR,
    /** Watches the health of what another carries out, and may stop it. */
    MONITOR,
    /** Approves changes for the customer. */
    CUSTOMER_APPROVER,
    /** Keeps customers' calendars; is called when an approval is late. */
    CUSTOMER_SUCCESS_MANAGER,
    /** Keeps people and tokens, operates, and stops rollouts; neither approves changes nor carries them out. */
    ADMINISTRATOR;

    /** Everybody but senders. */
    public static final Set<Role> PEOPLE = Set.of(
            VIEWER,
            RESPONDER,
            SUPPORT_ENGINEER,
            VALIDATOR,
            EXECUTOR,
            MONITOR,
            CUSTOMER_APPROVER,
            CUSTOMER_SUCCESS_MANAGER,
            ADMINISTRATOR);

    private final String word = name().toLowerCase(Locale.ROOT).replace('_', '-');

    /** How it is written everywhere but in Java, such as {@code support-engineer}. */
    public String word() {
        return word;
    }

    /** The role of a word; empty when there is none. */
    public static Optional<Role> of(String word) {
        for (Role role : values()) {
            if (role.word.equals(word)) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
