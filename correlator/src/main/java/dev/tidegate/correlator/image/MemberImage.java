package dev.tidegate.correlator.image;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One alert's one episode in one incident.
 *
 * @param leftAt when it was split off or merged away; null while it belongs
 */
public record MemberImage(
        String incident,
        String tenant,
        long fingerprint,
        int episode,
        Instant joinedAt,
        @Nullable Instant leftAt,
        Reason reason) {}
