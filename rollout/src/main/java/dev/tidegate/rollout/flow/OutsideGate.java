package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.engine.Brief;
import java.time.Instant;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** What has to be open before each wave besides what the rollout itself knows: calendars, approvals. */
public interface OutsideGate {
    /** Why this wave, from 1, may not begin at this time; empty when it may. */
    Mono<Optional<String>> closed(Brief brief, int wave, Instant at);
}
