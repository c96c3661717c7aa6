package dev.tidegate.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Turns UTF-8 slices into shared strings. A fleet says the same few words millions of times, so most look-ups find the
 * string that is already there and allocate nothing.
 *
 * <p>Memory is bounded: a direct-mapped table whose newer entry replaces the older one in its slot. A miss costs an
 * allocation and nothing else, so values that never repeat cannot make it grow. Not thread-safe: one per shard.
 */
public final class StringPool {
    private static final int LONGEST_POOLED = 128;

    private final String[] strings;
    private final byte[][] bytes;
    private final int mask;

    /** A pool with room for a number of strings, rounded up to a power of two. */
    public StringPool(int capacity) {
        int size = Integer.highestOneBit(Math.max(2, capacity - 1)) * 2;
        strings = new String[size];
        bytes = new byte[size][];
        mask = size - 1;
    }

    public String get(byte[] source, int from, int to) {
        if (to - from > LONGEST_POOLED) {
            return new String(source, from, to - from, StandardCharsets.UTF_8);
        }
        long hash = Fingerprint.add(Fingerprint.SEED, source, from, to);
        int slot = (int) (hash ^ (hash >>> 32)) & mask;
        byte @Nullable [] known = bytes[slot];
        if (known != null && Arrays.equals(known, 0, known.length, source, from, to)) {
            return strings[slot];
        }
        String fresh = new String(source, from, to - from, StandardCharsets.UTF_8);
        strings[slot] = fresh;
        bytes[slot] = Arrays.copyOfRange(source, from, to);
        return fresh;
    }
}
