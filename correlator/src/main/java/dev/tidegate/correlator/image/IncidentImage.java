package dev.tidegate.correlator.image;

import dev.tidegate.model.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An incident as kept and shown. All times are the log's.
 *
 * @param id the scope's short id, a dash, and the number
 * @param number counts up from 1 within the scope
 * @param severity the worst that its members have reached, resolved ones too; only a person lowers it, by a split
 * @param title names the likeliest cause, or the top of its service's ladder
 * @param head fingerprint of the alert that names it
 * @param storm whether it was opened or grew in storm mode
 * @param alertCount episodes that belong to it, resolved ones too
 * @param nodes names of nodes hit, at most {@value #NODES_SHOWN}, sorted
 * @param causes the likely causes, best first, at most three
 * @param barred fingerprints that a person split off: they never join again
 * @param version number of its latest event in its partition
 */
public record IncidentImage(
        String id,
        String tenant,
        String site,
        long number,
        IncidentState state,
        Severity severity,
        String title,
        long head,
        boolean storm,
        Instant openedAt,
        Instant updatedAt,
        @Nullable Instant acknowledgedAt,
        @Nullable String acknowledgedBy,
        @Nullable Instant resolvedAt,
        @Nullable String resolvedBy,
        @Nullable Instant closedAt,
        @Nullable String mergedInto,
        int alertCount,
        int firingCount,
        int nodeCount,
        List<String> nodes,
        List<Cause> causes,
        Reason opened,
        List<Long> barred,
        long version) {
    public static final int NODES_SHOWN = 100;

    public IncidentImage {
        nodes = List.copyOf(nodes);
        causes = List.copyOf(causes);
        barred = List.copyOf(barred);
    }
}
