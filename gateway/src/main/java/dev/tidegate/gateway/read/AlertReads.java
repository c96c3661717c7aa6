package dev.tidegate.gateway.read;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads alerts. */
public interface AlertReads {
    /** Rows are fetched as they are asked for; nothing is held whole. */
    Flux<AlertRow> alerts(AlertQuery query);

    /** How many alerts fire, how many are resolved but still kept. */
    Mono<Totals> totals();

    /** Of all sites. */
    record Totals(long firing, long resolved, long suppressed) {}
}
