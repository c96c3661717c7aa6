package dev.tidegate.gateway.ingest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which partitions of the log did not confirm in time, so that only the first who meet a log that hangs wait for it. Of those
 * who come after them one in a pause is let through, to find out; the others are told at once to come back. The first
 * confirmation, however late, ends it.
 *
 * <p>A partition counts for itself: when one broker is away, what goes to the others is not held up.
 */
public final class Stalls {
    private static final long WELL = 0;

    private final AtomicLongArray askAgainAt;
    private final long pauseNanos;

    /** @param pause between those who find out */
    public Stalls(int partitions, Duration pause) {
        askAgainAt = new AtomicLongArray(partitions);
        pauseNanos = pause.toNanos();
    }

    /**
     * Whether somebody who comes now may append to all of these. Who may, and finds some stalled, is the one who finds out;
     * who may not has taken nobody's turn.
     *
     * @param now nanoseconds of a clock of one's own, as {@link System#nanoTime()}
     */
    public boolean admits(int[] partitions, long now) {
        for (int partition : partitions) {
            long at = askAgainAt.get(partition);
            if (at != WELL && now - at < 0) {
                return false;
            }
        }
        boolean first = true;
        for (int partition : partitions) {
            long at = askAgainAt.get(partition);
            first &= at == WELL || (now - at >= 0 && askAgainAt.compareAndSet(partition, at, later(now)));
        }
        return first;
    }

    /** It did not confirm for as long as anybody waits. */
    public void timedOut(int partition, long now) {
        askAgainAt.set(partition, later(now));
    }

    /** It has confirmed something. */
    public void confirmed(int partition) {
        if (askAgainAt.get(partition) != WELL) {
            askAgainAt.set(partition, WELL);
        }
    }

    private long later(long now) {
        long at = now + pauseNanos;
        return at == WELL ? 1 : at;
    }
}
