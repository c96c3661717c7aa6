package dev.tidegate.correlator.image;

import java.util.List;
import reactor.core.publisher.Mono;

/** Hands committed events on to everybody who listens. */
public interface EventPublisher {
    /**
     * Publishes events of one partition in their order. Completes with their number when all are durable; after a failure
     * some of them may be out, so the caller publishes them again.
     */
    Mono<Integer> publish(int partition, List<PublishedEvent> events);
}
