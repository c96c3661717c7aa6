package dev.tidegate.rollout.window;

import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Asks all calendars. */
public interface Windows {

    /** Why a change on these sites may not begin at this time; empty when it may. */
    Mono<Optional<String>> closed(String tenant, Collection<String> sites, Instant at);

    /** Why not even an emergency may; empty when it may. */
    Mono<Optional<String>> frozen(String tenant, Collection<String> sites, Instant at);
}
