package dev.tidegate.rollout.change.flow;

import java.time.Duration;

/**
 * Bounds of what is asked of others.
 *
 * @param node name of this process
 * @param askWithin how long a review server, a package repository or a target may take to answer
 * @param fresh how long what they said is taken for what they would say
 * @param beat between two looks at reminders
 * @param lease how long a claimed reminder may take
 */
public record ChangeSettings(String node, Duration askWithin, Duration fresh, Duration beat, Duration lease) {
    public static ChangeSettings of(String node) {
        return new ChangeSettings(
                node, Duration.ofSeconds(5), Duration.ofSeconds(15), Duration.ofSeconds(5), Duration.ofMinutes(1));
    }
}
