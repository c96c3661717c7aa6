package dev.tidegate.health.evidence.elasticsearch;

import dev.tidegate.health.evidence.series.Steps;
import dev.tidegate.health.policy.Signal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Windows side by side, each from its beginning up to, and without, its end; in milliseconds since 1970.
 *
 * @param start of the first window
 * @param width of each
 * @param delay from a window's end to the time it is the evidence of
 * @param lookback how long before a window's end a node must have logged anything to count as reporting
 */
record Windows(long start, long width, int count, long delay, long lookback) {

    /** A window that ends at each of the times, less the delay. */
    static Windows of(Steps times, Duration delay, Signal signal) {
        long width = times.step().toMillis();
        return new Windows(
                times.from().minus(delay).toEpochMilli() - width,
                width,
                times.count(),
                delay.toMillis(),
                Math.max(width, signal.staleAfter().toMillis()));
    }

    private Windows part(int from, int size) {
        return new Windows(start + from * width, width, size, delay, lookback);
    }

    /** The same windows in parts of at most so many. */
    List<Windows> inPartsOf(int most) {
        List<Windows> parts = new ArrayList<>();
        for (int from = 0; from < count; from += most) {
            parts.add(part(from, Math.min(most, count - from)));
        }
        return parts;
    }

    /** End of the last window. */
    long end() {
        return end(count - 1);
    }

    long end(int step) {
        return start + (step + 1) * width;
    }

    /** The earliest time that matters to any window. */
    long earliest() {
        return end(0) - lookback;
    }

    /** What a window is the evidence of. */
    Instant at(int step) {
        return Instant.ofEpochMilli(end(step) + delay);
    }
}
