package dev.tidegate.health.flow;

import dev.tidegate.health.watch.WatchLimits;
import java.time.Duration;

/**
 * How a gateway runs watches.
 *
 * @param node its name among others
 * @param lease how long a gateway may be silent before others take its watches over
 * @param beat how often it renews, and looks for watches that nobody runs
 * @param framesAside how many numbers of frames are set aside ahead, so that who takes over never uses one again
 * @param answerWithin the longest that a round waits for an answer; shorter when the interval is
 * @param pastWithin how long reading one part of the past may take
 * @param pastTries how often a part of the past that cannot be read is tried
 */
public record WatchSettings(
        String node,
        WatchLimits limits,
        Duration lease,
        Duration beat,
        long framesAside,
        Duration answerWithin,
        Duration pastWithin,
        int pastTries) {
    /** What ships. */
    public static WatchSettings of(String node, WatchLimits limits) {
        return new WatchSettings(
                node,
                limits,
                Duration.ofSeconds(8),
                Duration.ofSeconds(2),
                10_000,
                Duration.ofSeconds(10),
                Duration.ofSeconds(15),
                4);
    }

    /** How long the questions of one round may take: nine tenths of the interval, so that rounds do not overlap. */
    Duration bound(Duration interval) {
        Duration most = interval.multipliedBy(9).dividedBy(10);
        return most.compareTo(answerWithin) < 0 ? most : answerWithin;
    }
}
