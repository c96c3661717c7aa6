package dev.tidegate.gateway.ingest;

import dev.tidegate.model.log.EventLog.Appended;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The highest offset of each partition that the log has confirmed to this gateway: what a read must have seen before it
 * may say that it sees what was written. Thread-safe.
 */
public final class AcknowledgedOffsets {
    /** Nothing of this partition was confirmed yet. */
    public static final long NOTHING = -1;

    private final AtomicLongArray highest;

    public AcknowledgedOffsets(int partitions) {
        long[] nothing = new long[partitions];
        Arrays.fill(nothing, NOTHING);
        highest = new AtomicLongArray(nothing);
    }

    public void acknowledged(Appended appended) {
        highest.accumulateAndGet(appended.partition(), appended.offset(), Math::max);
    }

    /** One offset per partition, {@link #NOTHING} where there is none; the caller's own copy. */
    public long[] snapshot() {
        long[] copy = new long[highest.length()];
        for (int i = 0; i < copy.length; i++) {
            copy[i] = highest.get(i);
        }
        return copy;
    }
}
