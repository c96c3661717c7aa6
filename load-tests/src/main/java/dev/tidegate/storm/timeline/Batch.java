package dev.tidegate.storm.timeline;

import java.util.List;

/**
 * One request of one Prometheus server.
 *
 * @param at simulated milliseconds at which it goes out
 * @param replica which of the two servers sends it
 * @param delivery whether it takes its normal way
 * @param messages 1 to {@link Notifier#BATCH} alerts
 */
public record Batch(long at, int replica, Delivery delivery, List<Message> messages) {
    /** How a request travels. */
    public enum Delivery {
        /** Right away. */
        PROMPT,
        /** Held up on the way: what it says is older than what was said meanwhile. */
        LATE,
        /** A second copy of a request that has already arrived. */
        DUPLICATE
    }
}
