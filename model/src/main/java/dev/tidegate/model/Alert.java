package dev.tidegate.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One message about an alert, as a sender says it; the same alert is said many times.
 *
 * @param labels its identity
 * @param annotations text for people; may change between messages
 * @param startsAt when the sender says it began
 * @param endsAt when it ended, or until when it may be taken as firing; null when the sender does not say
 * @param generatorUrl where the sender explains it; empty when unknown
 */
public record Alert(
        Labels labels,
        Labels annotations,
        Instant startsAt,
        @Nullable Instant endsAt,
        String generatorUrl) {

    public long fingerprint() {
        return Fingerprint.of(labels);
    }
}
