package dev.tidegate.rollout.risk;

import java.util.Collection;
import reactor.core.publisher.Mono;

/** Counts incidents that are open on nodes. */
public interface OpenIncidents {
    Mono<Integer> on(String tenant, Collection<String> nodes);
}
