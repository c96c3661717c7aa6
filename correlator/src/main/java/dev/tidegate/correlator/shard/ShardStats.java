package dev.tidegate.correlator.shard;

import dev.tidegate.correlator.alert.Limit;
import java.util.Map;

/**
 * What a shard has taken in since it was restored, and what it holds now.
 *
 * @param seen messages about alerts
 * @param repeats of those, the ones that changed nothing but counters
 * @param fired episodes that began
 * @param resolved episodes that ended, expired ones too
 * @param malformed records that could not be read and were passed over
 * @param leftOut messages about alerts that there was no room for, by the limit; those that never were are missing
 * @param alerts held in memory, resolved ones too
 * @param firing of those
 * @param mostAlerts that it may hold
 */
public record ShardStats(
        long seen,
        long repeats,
        long fired,
        long resolved,
        long malformed,
        Map<Limit, Long> leftOut,
        int alerts,
        int firing,
        int mostAlerts) {
    public static final ShardStats NOTHING = new ShardStats(0, 0, 0, 0, 0, Map.of(), 0, 0, 0);
}
