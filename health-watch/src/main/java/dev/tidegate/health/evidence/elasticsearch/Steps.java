package dev.tidegate.health.evidence.elasticsearch;

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
record Steps(long start, long width, int count, long delay, long lookback) {

    /** The window that is evidence of one time. */
    static Steps at(Instant at, Duration width, Duration delay, Signal signal) {
        long wide = Math.max(1, width.toMillis());
        return new Steps(
                at.minus(delay).toEpochMilli() - wide,
                wide,
                1,
                delay.toMillis(),
                Math.max(wide, signal.staleAfter().toMillis()));
    }

    /** The windows for all times between two, both included. */
    static Steps between(Instant from, Instant to, Duration step, Duration delay, Signal signal) {
        Steps first = at(from, step, delay, signal);
        long more = Math.max(0, Duration.between(from, to).toMillis()) / first.width;
        return first.part(0, Math.toIntExact(more + 1));
    }

    private Steps part(int from, int size) {
        return new Steps(start + from * width, width, size, delay, lookback);
    }

    /** The same windows in parts of at most so many. */
    List<Steps> inPartsOf(int most) {
        List<Steps> parts = new ArrayList<>();
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
