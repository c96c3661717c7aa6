package dev.tidegate.correlator.shard;

/**
 * What a shard has taken in since it was restored, and what it holds now.
 *
 * @param seen messages about alerts
 * @param repeats of those, the ones that changed nothing but counters
 * @param fired episodes that began
 * @param resolved episodes that ended, expired ones too
 * @param malformed records that could not be read and were passed over
 * @param alerts held in memory, resolved ones too
 * @param firing of those
 */
public record ShardStats(long seen, long repeats, long fired, long resolved, long malformed, int alerts, int firing) {}
