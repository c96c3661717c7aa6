package dev.tidegate.gateway.read;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One incident as it is stored; see {@link dev.tidegate.correlator.image.IncidentImage} for what the fields mean.
 *
 * @param partition which shard decides about it
 * @param explanation a JSON object with {@code causes} and {@code opened}
 */
public record IncidentRow(
        int partition,
        String id,
        String tenant,
        String site,
        long number,
        String state,
        String severity,
        String title,
        String head,
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
        String explanation,
        long version) {
    public IncidentRow {
        nodes = List.copyOf(nodes);
    }
}
