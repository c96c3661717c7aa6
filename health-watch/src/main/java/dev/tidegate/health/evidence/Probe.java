package dev.tidegate.health.evidence;

import dev.tidegate.health.policy.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * Reads signals from one kind of source. It never fails: what goes wrong is evidence ({@link Evidence.QueryError}),
 * within the time-out of its configuration.
 */
public interface Probe {

    /** The signal of these nodes now, in their order. */
    Mono<Evidence> read(Signal signal, List<String> nodes, Instant at, Duration interval);

    /**
     * The signal over past time, both ends included, one entry a step.
     *
     * @param step between two entries
     */
    Mono<List<Past>> range(Signal signal, List<String> nodes, Instant from, Instant to, Duration step);

    /** What there was at a time. */
    record Past(Instant at, Evidence evidence) {}
}
