package dev.tidegate.rollout.flow;

import java.time.Duration;

/**
 * How a gateway runs rollouts.
 *
 * @param node its name among others
 * @param open rollouts that one gateway runs at most
 * @param lease how long a gateway may be silent before others take its rollouts over
 * @param beat how often it renews, and looks for rollouts that nobody runs
 * @param look how often it looks for what people want at other gateways, and how often a rollout looks at its clock
 * @param grace how long somebody counts as present after their stream has ended
 * @param call how long one call to a target, a repository or a review may take
 * @param firstPause before what failed is tried again, and before a rollout whose run failed is begun anew; doubles up to
 *     {@code longestPause} where somebody outside is asked
 * @param doubt how long after an order whose giving failed the target's word that it knows nothing of it is trusted
 * @param answer how long a person waits for an answer from the gateway that runs the rollout
 */
public record RolloutSettings(
        String node,
        int open,
        Duration lease,
        Duration beat,
        Duration look,
        Duration grace,
        Duration call,
        Duration firstPause,
        Duration longestPause,
        Duration doubt,
        Duration answer) {
    /** What ships. */
    public static RolloutSettings of(String node) {
        return new RolloutSettings(
                node,
                100,
                Duration.ofSeconds(8),
                Duration.ofSeconds(2),
                Duration.ofMillis(200),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofMillis(500),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2));
    }

    /** How often a gate is looked at that keeps a wave from beginning. */
    Duration gate() {
        return look.multipliedBy(5);
    }

    /** How long after a renewal the right to run a rollout is certain, whatever clocks do. */
    Duration certain() {
        return lease.multipliedBy(3).dividedBy(4);
    }
}
