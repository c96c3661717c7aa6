package dev.tidegate.model.log;

import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A partitioned, durable, ordered log: the road every fact travels before anybody is told that it was accepted.
 *
 * <p>The log gives each record its time. That time, not the clock of whoever wrote or reads it, is what shards decide
 * with; so a skewed sender or gateway cannot move a shard's clock, and a replay sees the times the live run saw.
 */
public interface EventLog {
    int partitions();

    /**
     * Appends one record. Completes when it is durable; fails with {@link LogUnavailableException} when the log did not
     * confirm in time (the record may still turn up later: readers are idempotent). Cancelling stops the waiting, not the
     * append.
     */
    Mono<Appended> append(int partition, byte[] record);

    /**
     * The records of a partition from an offset on, in micro-batches, forever; the next batch is fetched on request. From 0 is
     * from the first that is still kept; any other offset that is not kept is an error.
     */
    Flux<List<Entry>> read(int partition, long fromOffset);

    /** The offset the next record of each partition will get. */
    Mono<List<Long>> ends();

    /** Where a record landed. */
    record Appended(int partition, long offset) {}

    /**
     * A record as read back.
     *
     * @param timeMicros when the log took it, microseconds since 1970
     */
    record Entry(long offset, long timeMicros, byte[] record) {}
}
