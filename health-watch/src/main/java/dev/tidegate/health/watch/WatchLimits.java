package dev.tidegate.health.watch;

import java.time.Duration;

/**
 * What a watch and a gateway take on.
 *
 * @param open watches that one gateway runs
 * @param nodes in each group of a watch
 * @param signals of a policy
 * @param frames that are kept of each watch for readers that come back
 * @param pastRounds how many rounds may lie between the beginning of the snapshot and the opening of a watch
 * @param shortestInterval between two rounds
 */
public record WatchLimits(int open, int nodes, int signals, int frames, int pastRounds, Duration shortestInterval) {
    public static final WatchLimits DEFAULT = new WatchLimits(200, 10_000, 100, 600, 100_000, Duration.ofMillis(250));

    /** These limits with another number of open watches. */
    public WatchLimits withOpen(int most) {
        return new WatchLimits(most, nodes, signals, frames, pastRounds, shortestInterval);
    }
}
