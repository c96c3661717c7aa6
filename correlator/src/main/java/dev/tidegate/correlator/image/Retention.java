package dev.tidegate.correlator.image;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** Removes what has been kept for long enough. Decides nothing a shard would notice, so it may use the database's clock. */
public interface Retention {
    /** Removes old rows of a partition, at most {@link Keep#rowsPerSweep} of each kind; never an event that is not out. */
    Mono<Swept> sweep(int partition, Keep keep);

    /**
     * How long things are kept.
     *
     * @param incidents closed and merged incidents, with their members and timeline
     * @param alertEvents {@code alert.*} events
     * @param rowsPerSweep bound of one sweep, for each kind of row
     */
    record Keep(Duration incidents, Duration alertEvents, int rowsPerSweep) {
        public static final Keep DEFAULT = new Keep(Duration.ofDays(90), Duration.ofHours(24), 20_000);
    }

    /**
     * How many rows went.
     *
     * @param events the larger of the numbers of {@code alert.*} and other events
     */
    record Swept(long incidents, long members, long events) {
        /** Whether a kind reached its bound, so that another sweep would find more. */
        public boolean more(Keep keep) {
            return incidents >= keep.rowsPerSweep() || events >= keep.rowsPerSweep();
        }
    }
}
