package dev.tidegate.gateway.people;

import dev.tidegate.gateway.security.Role;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A token of a person.
 *
 * @param hash SHA-256 of it, in hexadecimal
 * @param label what the person calls it
 * @param roles at most these, of those the person still has
 * @param expiresAt null for never
 * @param usedOn the last day it was used, in UTC; null for none
 */
public record AccessToken(
        String id,
        String hash,
        String person,
        String label,
        Set<Role> roles,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable LocalDate usedOn) {
    /** How each begins. */
    public static final String PREFIX = "tgp_";

    public AccessToken {
        roles = Set.copyOf(roles);
    }

    boolean validAt(Instant now) {
        return revokedAt == null && (expiresAt == null || now.isBefore(expiresAt));
    }
}
