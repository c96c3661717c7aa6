package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.RolloutStore;
import dev.tidegate.rollout.fleet.Fleet;
import dev.tidegate.rollout.packages.Packages;
import dev.tidegate.rollout.review.Review;
import dev.tidegate.rollout.target.Target;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import reactor.core.publisher.Mono;

/**
 * What rollouts need around them.
 *
 * @param targets by their names in the fleet
 * @param changed is told the id of a rollout here that has changed; must return at once
 * @param ending is told that one is over, so that its change lets go of its nodes and risks learn from it; told again when it fails
 */
public record RolloutPorts(
        RolloutStore store,
        Map<String, Target> targets,
        Review review,
        Packages packages,
        Fleet fleet,
        OutsideGate gate,
        WaveHealth health,
        Consumer<String> changed,
        Ending ending) {
    public RolloutPorts {
        targets = Map.copyOf(targets);
    }

    /** The same with other targets. */
    RolloutPorts with(UnaryOperator<Target> change) {
        Map<String, Target> changed = new HashMap<>();
        targets.forEach((name, target) -> changed.put(name, change.apply(target)));
        return new RolloutPorts(store, changed, review, packages, fleet, gate, health, this.changed, ending);
    }

    /** Hears of the end of rollouts. */
    public interface Ending {
        /** @param failed whether it ended with anything but every node proven */
        Mono<Boolean> over(Brief brief, boolean failed);
    }
}
