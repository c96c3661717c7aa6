package dev.tidegate.health.evidence.r2dbc;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.model.Micros;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far the shards have come, against how far the log reaches.
 *
 * @param ends of the log, by partition: where its next record goes
 * @param shards by partition; those that nobody had yet are missing
 * @param now the database's clock
 */
record Standing(List<Long> ends, Map<Integer, Shard> shards, long now) {
    private static final Shard UNSEEN = new Shard(0, 0);

    /**
     * @param next the offset it reads on at
     * @param clock the time of its latest record, in microseconds
     */
    record Shard(long next, long clock) {}

    /**
     * Empty when everything that was on the log before a time is in the rows: each shard has come to that time, or to
     * the log's end.
     */
    Optional<Evidence> lag(long end) {
        for (int partition = 0; partition < ends.size(); partition++) {
            Shard shard = shards.getOrDefault(partition, UNSEEN);
            long behind = ends.get(partition) - shard.next();
            if (behind > 0 && shard.clock() < end) {
                return Optional.of(stale(partition, behind, shard));
            }
        }
        return Optional.empty();
    }

    private Evidence stale(int partition, long behind, Shard shard) {
        if (shard.clock() <= 0) {
            return new Evidence.Stale(
                    Duration.between(Instant.EPOCH, Micros.toInstant(now)),
                    "shard " + partition + " has read nothing of the alert log yet, which has " + behind
                            + " records for it; which alerts fire is not known");
        }
        Instant clock = Micros.toInstant(shard.clock());
        return new Evidence.Stale(
                Duration.between(clock, Micros.toInstant(now)),
                "shard " + partition + " is " + behind + " records behind the alert log and knows of nothing after "
                        + clock.truncatedTo(ChronoUnit.SECONDS) + "; which alerts fire is not known");
    }
}
