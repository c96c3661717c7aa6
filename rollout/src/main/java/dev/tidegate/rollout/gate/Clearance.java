package dev.tidegate.rollout.gate;

import dev.tidegate.rollout.change.Change;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/** Looks again, at the last moment, whether a change that was let go may still go. */
public interface Clearance {

    /** What stands against beginning it at this time; empty when nothing does. */
    Mono<List<String>> obstacles(Change change, Instant now);
}
