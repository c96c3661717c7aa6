package dev.tidegate.rollout.change;

import java.time.Instant;
import reactor.core.publisher.Mono;

/** Tells a change what its rollout does, so that it is not edited meanwhile and keeps its nodes to itself. */
public interface Runs {

    /** A rollout of this content begins; false when it is not the change's content, or another rollout has begun. */
    Mono<Boolean> began(String change, String hash, String rollout, Instant at);

    /** It has ended, well or not; its nodes are free for others. */
    Mono<Boolean> ended(String change, String rollout, Instant at);
}
