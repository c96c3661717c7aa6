package dev.tidegate.correlator.image;

import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The published events of all partitions. Each event comes at least once: a reader drops those whose {@code seq} it has
 * had, and fills a gap in {@code seq} from the event table, where every event is before it is published.
 *
 * <p>For a snapshot and its tail without a gap: ask {@link #ends()}, then take the snapshot, then read {@link #from}.
 */
public interface EventFeed {
    /** The position after the latest event of each partition; positions belong to the feed and are not event numbers. */
    Mono<List<Long>> ends();

    /** All events from these positions on, forever; those of a partition in order. Fetched on request. */
    Flux<PublishedEvent> from(List<Long> positions);
}
