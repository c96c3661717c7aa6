package dev.tidegate.rollout.flow;

import java.time.Duration;

/**
 * What an executor asks for when a rollout begins.
 *
 * @param hash of the content that is to be carried out
 * @param tolerated share of a wave's nodes that may be bad, from 0, below 1
 */
public record Begin(
        String change, String hash, Duration soak, Duration nodeTimeout, double tolerated, Duration acknowledgeWithin) {
    public static final Duration SOAK = Duration.ofMinutes(1);
    public static final Duration NODE_TIMEOUT = Duration.ofMinutes(2);
    public static final double TOLERATED = 0.05;
    public static final Duration ACKNOWLEDGE_WITHIN = Duration.ofMinutes(15);
}
