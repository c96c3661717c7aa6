package dev.tidegate.gateway.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The shared tokens, each known by its SHA-256 only. A single round is enough, because tokens are 256 random bits and not
 * something a person thought of; the comparison takes the same time whatever is presented.
 */
public final class HashedTokens {
    private record Known(byte[] hash, Identity identity) {}

    private final List<Known> known = new ArrayList<>();

    public HashedTokens(Map<SharedToken, byte[]> hashes) {
        hashes.forEach((token, hash) -> known.add(new Known(hash.clone(), token.identity())));
    }

    /** Whose token has this hash; empty when none has. */
    public Optional<Identity> byHash(byte[] presented) {
        @Nullable Identity found = null;
        for (Known candidate : known) {
            if (MessageDigest.isEqual(candidate.hash, presented)) {
                found = candidate.identity;
            }
        }
        return Optional.ofNullable(found);
    }

    /** SHA-256 of a secret. */
    public static byte[] hash(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) { // every Java platform has it
            throw new IllegalStateException(impossible);
        }
    }
}
