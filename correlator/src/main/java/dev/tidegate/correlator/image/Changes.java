package dev.tidegate.correlator.image;

import dev.tidegate.correlator.policy.Policy;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a micro-batch changed: the rows to write, each at most once and as it stands after the batch. Written in one
 * transaction together with the offset.
 *
 * @param policy the new policy; null when it did not change
 * @param scopes of the whole shard, always complete
 * @param untold incidents whose growth is still to be told, always complete
 * @param goneAlerts resolved alerts whose retention is over: their rows go
 */
public record Changes(
        int partition,
        long nextOffset,
        Instant clock,
        long eventSeq,
        @Nullable Policy policy,
        List<ScopeImage> scopes,
        List<String> untold,
        List<AlertImage> alerts,
        List<AlertKey> goneAlerts,
        List<IncidentImage> incidents,
        List<MemberImage> members,
        List<SilenceImage> silences,
        List<String> goneSilences,
        List<EventImage> events) {

    /** Whether nothing has happened but that time passed: no row changes. */
    public boolean isQuiet() {
        return policy == null
                && events.isEmpty()
                && alerts.isEmpty()
                && goneAlerts.isEmpty()
                && incidents.isEmpty()
                && members.isEmpty()
                && silences.isEmpty()
                && goneSilences.isEmpty();
    }

    /** Identity of an alert within a partition. */
    public record AlertKey(String tenant, long fingerprint) {}
}
