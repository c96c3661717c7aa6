package dev.tidegate.gateway.read;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert's episode in an incident, with the alert as it stands now.
 *
 * @param reason a JSON object: kind, weight, threshold, inputs
 * @param alert null when the alert's row is gone by retention
 */
public record MemberRow(
        String tenant,
        String fingerprint,
        int episode,
        Instant joinedAt,
        @Nullable Instant leftAt,
        String reason,
        @Nullable AlertRow alert) {

    /** Place in the order of members: by joining time, then identity. */
    public record After(Instant joinedAt, String fingerprint, int episode) {}
}
