package dev.tidegate.health.evidence.series;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The times that are asked for: the first, and one every step after it.
 *
 * @param count at least 1
 */
public record Steps(Instant from, Duration step, int count) {
    /** How many times one range may have in all. */
    public static final int MOST = 100_000;

    public Steps {
        if (count < 1 || step.toMillis() < 1) {
            throw new IllegalArgumentException("at least one time, at least a millisecond apart");
        }
    }

    /** One time. */
    public static Steps at(Instant at, Duration interval) {
        return new Steps(at, interval, 1);
    }

    /**
     * Both ends included.
     *
     * @throws IllegalArgumentException in a sentence, when there are more than {@link #MOST}, or none
     */
    public static Steps between(Instant from, Instant to, Duration step) {
        if (step.toMillis() < 1) {
            throw new IllegalArgumentException("the step of a range must be at least a millisecond");
        }
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("the range ends (" + to + ") before it begins (" + from + ")");
        }
        long count = Duration.between(from, to).toMillis() / step.toMillis() + 1;
        if (count > MOST) {
            throw new IllegalArgumentException("the range has " + count + " steps, more than " + MOST
                    + ", which is the limit; take a longer step");
        }
        return new Steps(from, step, (int) count);
    }

    public Instant time(int index) {
        return from.plus(step.multipliedBy(index));
    }

    public Instant last() {
        return time(count - 1);
    }

    /** The index of a time in milliseconds since 1970, or -1 when it is none of these times. */
    public int index(long millis) {
        long since = millis - from.toEpochMilli();
        long index = Math.floorDiv(since + step.toMillis() / 2, step.toMillis());
        return index >= 0 && index < count ? (int) index : -1;
    }

    public Steps shifted(Duration by) {
        return by.isZero() ? this : new Steps(from.plus(by), step, count);
    }

    /** In pieces of at most that many times, in order. */
    public List<Steps> pieces(int most) {
        List<Steps> pieces = new ArrayList<>();
        for (int begin = 0; begin < count; begin += most) {
            pieces.add(new Steps(time(begin), step, Math.min(most, count - begin)));
        }
        return pieces;
    }
}
