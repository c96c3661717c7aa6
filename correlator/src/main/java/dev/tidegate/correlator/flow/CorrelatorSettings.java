package dev.tidegate.correlator.flow;

import dev.tidegate.correlator.image.Retention;
import dev.tidegate.correlator.policy.Policy;
import java.time.Duration;

/**
 * How a correlator runs.
 *
 * @param node its name: the same again after a restart in the same place (then it has its partitions back at once), and
 *     never that of another living process
 * @param policy what the shards are to decide by
 * @param lease how long a partition stays taken when its owner says nothing
 * @param beat how often it says something
 * @param keep what retention removes
 * @param sweepEvery how often
 */
public record CorrelatorSettings(
        String node, Policy policy, Duration lease, Duration beat, Retention.Keep keep, Duration sweepEvery) {
    public static CorrelatorSettings of(String node, Policy policy) {
        return new CorrelatorSettings(
                node,
                policy,
                Duration.ofSeconds(10),
                Duration.ofSeconds(3),
                Retention.Keep.DEFAULT,
                Duration.ofMinutes(10));
    }

    /** These settings with other times of ownership. */
    public CorrelatorSettings withLease(Duration newLease, Duration newBeat) {
        return new CorrelatorSettings(node, policy, newLease, newBeat, keep, sweepEvery);
    }
}
