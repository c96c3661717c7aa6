package dev.tidegate.gateway.people;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A browser that is signed in.
 *
 * @param hash SHA-256 of the cookie, in hexadecimal
 * @param person who signed in with a password; null when it was with a token
 * @param token hash of that token; null when it was with a password
 */
public record OpenSession(
        String hash, @Nullable String person, @Nullable String token, Instant createdAt, Instant expiresAt) {
    /** A working day, and no longer, however often it is used. */
    public static final Duration LASTS = Duration.ofHours(12);
}
