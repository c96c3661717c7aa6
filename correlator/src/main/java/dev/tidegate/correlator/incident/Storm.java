package dev.tidegate.correlator.incident;

import dev.tidegate.model.Micros;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How many new alerts a scope had in the last minute of the log's time, and whether that is a storm. */
final class Storm {
    private static final int SECONDS = 60;

    private final int[] perSecond = new int[SECONDS];
    private long second = Long.MIN_VALUE;
    private int sum;

    @Nullable
    Instant since;

    void count(long micros) {
        long now = Math.floorDiv(micros, Micros.SECOND);
        if (second == Long.MIN_VALUE) {
            second = now;
        }
        if (now > second) {
            for (long s = Math.max(second, now - SECONDS) + 1; s <= now; s++) {
                int slot = Math.floorMod(s, SECONDS);
                sum -= perSecond[slot];
                perSecond[slot] = 0;
            }
            second = now;
        }
        perSecond[Math.floorMod(second, SECONDS)]++;
        sum++;
    }

    /** New alerts in the minute before a time. */
    int rate(long micros) {
        long now = Math.floorDiv(micros, Micros.SECOND);
        if (second == Long.MIN_VALUE || now - second >= SECONDS) {
            return 0;
        }
        int rate = sum;
        for (long s = second + 1; s <= now; s++) {
            rate -= perSecond[Math.floorMod(s, SECONDS)];
        }
        return rate;
    }

    /** Calm again at half the rate it began at, so that it does not come and go with every batch. */
    static boolean calm(int rate, int limit) {
        return rate * 2 < limit;
    }

    /** When it will be calm if nothing more comes; microseconds. */
    long calmAt(int limit) {
        long start = second == Long.MIN_VALUE ? 0 : second;
        for (long s = start; s < start + SECONDS; s++) {
            if (calm(rate(s * Micros.SECOND), limit)) {
                return s * Micros.SECOND;
            }
        }
        return (start + SECONDS) * Micros.SECOND;
    }
}
