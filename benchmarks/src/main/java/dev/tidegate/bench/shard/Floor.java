package dev.tidegate.bench.shard;

/** One line of eight numbers for each alert and a table of fingerprints before it: as little as can be kept of an alert. */
final class Floor {
    private static final int LINE = 8;

    private final long[] lines;
    private final int mask;

    Floor(long[] fingerprints) {
        mask = Integer.highestOneBit(Math.max(1, fingerprints.length)) * 4 - 1;
        lines = new long[(mask + 1) * LINE];
        for (long fingerprint : fingerprints) {
            int slot = home(fingerprint);
            while (lines[slot * LINE] != 0) {
                slot = slot + 1 & mask;
            }
            lines[slot * LINE] = fingerprint;
        }
    }

    /** Finds each and changes it; the number of those found, so that nothing can be left out. */
    long touch(long[] fingerprints) {
        long found = 0;
        for (long fingerprint : fingerprints) {
            int slot = home(fingerprint);
            while (lines[slot * LINE] != fingerprint) {
                slot = slot + 1 & mask;
            }
            found += ++lines[slot * LINE + 1];
        }
        return found;
    }

    private int home(long fingerprint) {
        return (int) (fingerprint * 0x9e3779b97f4a7c15L >>> 32) & mask;
    }
}
