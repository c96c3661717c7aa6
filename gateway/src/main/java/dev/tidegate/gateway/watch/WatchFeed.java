package dev.tidegate.gateway.watch;

import dev.tidegate.health.watch.WatchEvent;
import reactor.core.publisher.Flux;

/** Facts of the watches of all gateways, from now on. */
public interface WatchFeed {
    /** Facts may come more than once; those of a watch come in order. Fails when the connection does. */
    Flux<WatchEvent> events();
}
