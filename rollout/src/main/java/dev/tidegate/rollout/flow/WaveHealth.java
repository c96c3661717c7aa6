package dev.tidegate.rollout.flow;

import dev.tidegate.health.watch.WatchSpec;
import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.RolloutCommand.Health.Signal;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The watches of waves. */
public interface WaveHealth {

    /** Opens a watch; false when there is one of this id already. */
    Mono<Boolean> open(WatchSpec spec);

    /** Closes it; false when it was not open. */
    Mono<Boolean> close(String watch, String tenant, String reason);

    /**
     * What it says, again and again, as soon as it is known; {@link Signal#INCONCLUSIVE} when nothing is heard of it. Goes on
     * until it is cancelled.
     */
    Flux<Seen> follow(String watch, String tenant);

    /** The id of a wave's watch. */
    static String watch(String rollout, int wave, Direction direction) {
        return rollout + (direction == Direction.FORWARD ? ".w" : ".b") + wave;
    }

    /** A verdict in words. */
    record Seen(Signal signal, String reason) {}
}
