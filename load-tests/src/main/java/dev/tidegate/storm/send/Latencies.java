package dev.tidegate.storm.send;

import java.util.concurrent.atomic.AtomicLongArray;

/** A histogram of durations from 1 µs to over an hour, each bucket 5 % wider than the one before. Thread-safe. */
public final class Latencies {
    private static final double GROWTH = Math.log(1.05);
    private static final int BUCKETS = 460;

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    /** Notes one duration. */
    public void record(long nanos) {
        double micros = Math.max(1, nanos / 1e3);
        counts.incrementAndGet(Math.min(BUCKETS - 1, (int) (Math.log(micros) / GROWTH)));
    }

    /** The duration in milliseconds that the given share (0 to 1) of all stayed under; 0 when there were none. */
    public double millisAt(double share) {
        long total = 0;
        for (int i = 0; i < BUCKETS; i++) {
            total += counts.get(i);
        }
        long rank = (long) Math.ceil(share * total);
        long seen = 0;
        for (int i = 0; i < BUCKETS && total > 0; i++) {
            seen += counts.get(i);
            if (seen >= rank) {
                return Math.exp((i + 1) * GROWTH) / 1e3;
            }
        }
        return 0;
    }
}
