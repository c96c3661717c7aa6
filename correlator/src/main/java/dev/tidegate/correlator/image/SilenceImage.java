package dev.tidegate.correlator.image;

import dev.tidegate.model.matcher.Matchers;
import java.time.Instant;

/** A silence as kept. Whether it is pending, active or expired follows from the times. */
public record SilenceImage(
        String id,
        Matchers matchers,
        Instant startsAt,
        Instant endsAt,
        Instant updatedAt,
        String createdBy,
        String comment) {

    public boolean activeAt(Instant now) {
        return !now.isBefore(startsAt) && now.isBefore(endsAt);
    }
}
