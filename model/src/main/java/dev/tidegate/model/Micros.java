package dev.tidegate.model;

import java.time.Instant;

/**
 * Instants as microseconds since 1970, the precision PostgreSQL keeps: what the log and the shards compute with. {@link
 * #NONE} stands for "not given".
 */
public final class Micros {
    public static final long NONE = Long.MIN_VALUE;
    public static final long SECOND = 1_000_000L;
    public static final long MINUTE = 60 * SECOND;

    private Micros() {}

    public static long of(Instant instant) {
        return Math.addExact(Math.multiplyExact(instant.getEpochSecond(), SECOND), instant.getNano() / 1_000);
    }

    public static Instant toInstant(long micros) {
        return Instant.ofEpochSecond(Math.floorDiv(micros, SECOND), Math.floorMod(micros, SECOND) * 1_000);
    }
}
