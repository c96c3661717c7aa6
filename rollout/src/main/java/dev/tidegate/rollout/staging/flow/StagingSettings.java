package dev.tidegate.rollout.staging.flow;

import java.time.Duration;

/**
 * How staging is driven.
 *
 * @param node name of this process
 * @param lease after which another process takes a run over
 * @param beat between two renewals of leases
 * @param within how long a node may take to answer an order
 * @param patience how long a verdict is waited for, on top of what the policy wants to have seen
 * @param poll between two looks at the verdict
 * @param retries of a target that cannot be asked
 * @param pause before the first of them; the next ones take longer
 * @param atOnce runs of this process
 */
public record StagingSettings(
        String node,
        Duration lease,
        Duration beat,
        Duration within,
        Duration patience,
        Duration poll,
        int retries,
        Duration pause,
        int atOnce) {
    public static StagingSettings of(String node) {
        return new StagingSettings(
                node,
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofMinutes(15),
                Duration.ofMinutes(15),
                Duration.ofSeconds(1),
                6,
                Duration.ofSeconds(2),
                20);
    }
}
