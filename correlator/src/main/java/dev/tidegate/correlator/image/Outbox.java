package dev.tidegate.correlator.image;

import java.util.List;
import reactor.core.publisher.Mono;

/** Committed events that are not yet published. */
public interface Outbox {
    /** The oldest of them in order, at most so many; empty when all are out. */
    Mono<List<PublishedEvent>> pending(ShardStore.Claim claim, int limit);

    /** Notes that all up to an event are out. Fails with {@link FencedException} when the claim is no longer the newest. */
    Mono<Long> relayed(ShardStore.Claim claim, long seq);
}
