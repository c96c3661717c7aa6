package dev.tidegate.correlator.image;

import java.time.Duration;
import reactor.core.publisher.Mono;

/** Keeps shards. Only the holder of the newest claim on a partition can write to it. */
public interface ShardStore {
    /**
     * Takes a partition over when nobody holds a live lease on it: raises its epoch. Empty when somebody does.
     *
     * @param lease how long the claim lives without renewal, by the database's clock
     */
    Mono<Claim> claim(int partition, String owner, Duration lease);

    /** Everything that is kept of a claimed partition. */
    Mono<ShardImage> load(Claim claim);

    /**
     * Writes what a micro-batch changed, with its offset, in one transaction. Fails with {@link FencedException} when the
     * claim is no longer the newest; then nothing was written.
     */
    Mono<Committed> commit(Claim claim, Changes changes);

    /** The right to write to a partition. */
    record Claim(int partition, long epoch, String owner) {}

    /** What was written. */
    record Committed(int partition, long nextOffset, long eventSeq, int rows) {}
}
