package dev.tidegate.correlator.image;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened, as the timeline, the audit and the streams tell it.
 *
 * <p>Kinds: {@code incident.opened, incident.updated, incident.acknowledged, incident.unacknowledged, incident.resolved,
 * incident.reopened, incident.closed, incident.merged, incident.split, incident.commented, alert.firing, alert.resolved,
 * alert.suppressed, alert.unsuppressed, alert.flapping, alert.steady, silence.created, silence.updated,
 * silence.expired, storm.began, storm.ended, policy.changed, command.refused}. Growth of an incident is told as {@code
 * incident.updated}, at most four times a second for each.
 *
 * @param seq counts up by one within the partition: with the partition it is the event's identity
 * @param subject the alert, incident or silence as it stands after the event; null for scope-wide events
 * @param details what is special about this event, in reading order, for example {@code comment} or {@code into}
 */
public record EventImage(
        long seq,
        Instant at,
        String kind,
        String tenant,
        String site,
        @Nullable String incident,
        @Nullable Long fingerprint,
        String actor,
        @Nullable Object subject,
        Map<String, String> details) {
    public static final String SYSTEM = "tidegate";

    public EventImage {
        details = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(details));
        if (subject != null
                && !(subject instanceof AlertImage
                        || subject instanceof IncidentImage
                        || subject instanceof SilenceImage)) {
            throw new IllegalArgumentException("an event is about an alert, an incident or a silence");
        }
    }
}
