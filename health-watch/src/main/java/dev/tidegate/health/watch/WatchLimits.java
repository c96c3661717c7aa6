package dev.tidegate.health.watch;

/**
 * What a watch and a gateway take on.
 *
 * @param open watches that one gateway runs
 * @param nodes in each group of a watch
 * @param frames that are kept of each watch for readers that come back
 * @param pastRounds how many rounds may lie between the beginning of the snapshot and the opening of a watch
 */
public record WatchLimits(int open, int nodes, int frames, int pastRounds) {
    public static final WatchLimits DEFAULT = new WatchLimits(200, 10_000, 600, 100_000);

    /** These limits with another number of open watches. */
    public WatchLimits withOpen(int most) {
        return new WatchLimits(most, nodes, frames, pastRounds);
    }
}
