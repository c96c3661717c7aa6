package dev.tidegate.gateway.stream.flow;

import dev.tidegate.gateway.read.EventReads.Snapshot;
import dev.tidegate.gateway.stream.EventFilter;
import reactor.core.publisher.Flux;

/**
 * What a reader wants to follow.
 *
 * @param snapshot how things stand; read anew by each subscription
 */
public record Topic(EventFilter filter, Flux<Snapshot> snapshot) {}
