package dev.tidegate.gateway.stream;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Where events come from as they happen. */
public interface EventSource {
    /**
     * Fixes a place after the latest published event, then gives all events from there on, forever. An event may come
     * more than once; whoever takes them fills gaps from the event table.
     */
    Mono<Flux<StreamEvent>> open();
}
