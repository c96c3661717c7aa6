package dev.tidegate.gateway.read;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Reads how alerts came to incidents. */
public interface ArrivalReads {
    /**
     * How many alerts joined each incident in each of the last steps.
     *
     * @param tenant whose incidents; empty for everybody's
     * @param incidents ids; those that are unknown or somebody else's are left out
     * @param until end of the last step
     * @return by id, the oldest step first, always {@code steps} of them
     */
    Mono<Map<String, int[]>> arrivals(
            String tenant, Collection<String> incidents, Instant until, Duration step, int steps);
}
