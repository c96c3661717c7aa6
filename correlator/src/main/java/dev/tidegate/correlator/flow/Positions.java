package dev.tidegate.correlator.flow;

import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** How far the shards have read the log: what makes reads see writes. */
public interface Positions {
    /** Stands for "nothing to wait for in this partition". */
    long NONE = -1;

    /**
     * Waits until the shards have applied these records, with their rows committed.
     *
     * @param offsets by partition, the offset of the record that must be applied, or {@link #NONE}
     * @param bound how long to wait at most
     * @return true when all are applied; false when the bound passed first. Fails only when the database cannot be asked.
     */
    Mono<Boolean> awaitApplied(List<Long> offsets, Duration bound);
}
