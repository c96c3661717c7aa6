package dev.tidegate.rollout.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** Reads rollouts for whoever asks. */
public interface RolloutReads {

    /** Empty when the tenant has none of this id. An empty tenant sees all. */
    Mono<Row> find(String id, String tenant);

    /** The newest ones first; of any phase when none is named. */
    Mono<List<Row>> list(String tenant, Set<Phase> phases, int atMost);

    /** The newest of a change; empty when there is none. */
    Mono<String> ofChange(String change);

    /** Where these are now. */
    Mono<Map<String, Mark>> marks(List<String> ids);

    /** Everything that is under way, and what ended lately, for streams of all. */
    Mono<List<String>> recent(String tenant, int atMost);

    /** How far a rollout is; it has changed when this has. */
    record Mark(long seq, String blocked) {}

    /** A rollout as it is stored. */
    record Row(Brief brief, Mark mark, Instant updatedAt) {}
}
