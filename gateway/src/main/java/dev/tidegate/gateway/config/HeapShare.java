package dev.tidegate.gateway.config;

import dev.tidegate.correlator.policy.Policy.Limits;

/**
 * How many alerts each shard may hold when nobody says so: as many as the heap carries when four shards are full at once,
 * which is how many there are by default, and one of them is being loaded from its rows. More shards than that are there to
 * be spread over several gateways.
 */
final class HeapShare {
    private static final int FULL_SHARDS = 4;
    /** What a gateway needs that knows no alert, embedded servers' broker and the young generation included. */
    private static final long IDLE_BYTES = 192L << 20;
    /** An alert with the incident it is in, its share of what loading takes, and air for the collector. */
    private static final long ALERT_BYTES = 3_800;

    private static final int ROUND = 1_000;

    private HeapShare() {}

    static Limits limits(long heapBytes) {
        long alerts = Math.max(0, heapBytes - IDLE_BYTES) / ALERT_BYTES / FULL_SHARDS / ROUND * ROUND;
        return new Limits(Math.clamp(alerts, ROUND, Integer.MAX_VALUE / 2), Limits.DEFAULT.sites());
    }
}
