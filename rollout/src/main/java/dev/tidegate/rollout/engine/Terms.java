package dev.tidegate.rollout.engine;

import dev.tidegate.rollout.plan.Plan;
import java.time.Duration;
import java.util.List;

/**
 * What a rollout was approved with; it does not change while it runs.
 *
 * @param id of the rollout
 * @param change its id
 * @param hash of the content that was approved
 * @param executor who started it, and is therefore not its monitor
 * @param soak how long a wave is watched after its last node at least
 * @param nodeTimeout after which a node that has not settled has timed out
 * @param tolerated share of a wave's nodes that may be bad, below 1; more pull the rollout back
 * @param acknowledgeWithin how old the monitor's acknowledgement may be when a wave begins or ends
 * @param reversible false when a step was declared that cannot be taken back: it then holds instead of pulling back
 */
public record Terms(
        String id,
        String change,
        String hash,
        String executor,
        Plan plan,
        Duration soak,
        Duration nodeTimeout,
        double tolerated,
        Duration acknowledgeWithin,
        boolean reversible) {

    /** Batches of a wave, from 1, in the order in which they are applied. */
    List<List<String>> batches(int wave) {
        return plan.waves().get(wave - 1).batches().stream()
                .map(batch -> batch.nodes())
                .toList();
    }

    List<String> nodes(int wave) {
        return plan.waves().get(wave - 1).nodes();
    }

    int size(int wave) {
        return plan.waves().get(wave - 1).size();
    }

    /** How many bad nodes a wave bears; rounded down, because each counts against the whole wave. */
    int bears(int wave) {
        return (int) Math.floor(size(wave) * tolerated);
    }
}
