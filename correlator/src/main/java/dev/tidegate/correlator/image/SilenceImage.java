package dev.tidegate.correlator.image;

import dev.tidegate.model.matcher.Matchers;
import java.time.Instant;

/**
 * A silence as kept. Whether it is pending, active or expired follows from the times.
 *
 * @param tenant whose alerts it silences; empty for everybody's
 */
public record SilenceImage(
        String id,
        String tenant,
        Matchers matchers,
        Instant startsAt,
        Instant endsAt,
        Instant updatedAt,
        String createdBy,
        String comment) {

    /** Whether it is meant for a tenant's alerts. */
    public boolean concerns(String owner) {
        return tenant.isEmpty() || tenant.equals(owner);
    }

    public boolean activeAt(Instant now) {
        return !now.isBefore(startsAt) && now.isBefore(endsAt);
    }
}
