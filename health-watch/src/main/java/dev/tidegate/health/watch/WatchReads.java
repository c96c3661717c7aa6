package dev.tidegate.health.watch;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads watches for whoever asks. */
public interface WatchReads {
    /** Newest first, then by id. */
    Flux<WatchRow> watches(Query query, @Nullable After after, int limit);

    /**
     * Empty when the tenant has none of this id.
     *
     * @param tenant empty for any
     */
    Mono<WatchRow> watch(String tenant, String id);

    /** What was decided, oldest first, from a number on. */
    Flux<VerdictRow> verdicts(String id, long after, int limit);

    /**
     * Which watches.
     *
     * @param tenant empty for any
     * @param states empty for any
     * @param verdicts empty for any; {@code none} stands for watches without one
     */
    record Query(String tenant, Set<String> states, Set<String> verdicts) {
        public Query {
            states = Set.copyOf(states);
            verdicts = Set.copyOf(verdicts);
        }
    }

    /** The last watch of the page before. */
    record After(Instant openedAt, String id) {}
}
