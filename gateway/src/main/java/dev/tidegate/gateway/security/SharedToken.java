package dev.tidegate.gateway.security;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** A token that is no person's: each data directory has these three, each in a file of this name. */
public enum SharedToken {
    /** For senders of alerts. */
    INGEST(Role.INGEST),
    /** For who looks: a dashboard, Prometheus. */
    READ(Role.VIEWER),
    /** For the operator of this installation, who makes people with it. Sends alerts too. */
    ADMIN(Role.ADMINISTRATOR);

    private final Role role;
    private final String word = name().toLowerCase(Locale.ROOT);

    SharedToken(Role role) {
        this.role = role;
    }

    /** Name of its file, of its actor in the audit, and how it begins. */
    public String word() {
        return word;
    }

    Identity identity() {
        return new Identity(word, Set.of(role), "");
    }

    static Optional<SharedToken> of(String word) {
        for (SharedToken token : values()) {
            if (token.word().equals(word)) {
                return Optional.of(token);
            }
        }
        return Optional.empty();
    }
}
