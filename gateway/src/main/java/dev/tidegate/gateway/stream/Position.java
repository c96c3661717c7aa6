package dev.tidegate.gateway.stream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How far a reader has come: the number of the latest event of each partition it has had, 0 for none. Written as {@code
 * partition.number} joined with {@code -}, for example {@code 0.17-1.4-2.0}; partitions at 0 may be left out.
 */
public final class Position {
    public static final int MAX_PARTITIONS = 1_024;
    private static final long[] NONE = {};

    private final long[] latest;

    private Position(long[] latest) {
        this.latest = latest;
    }

    public static Position start() {
        return new Position(NONE);
    }

    public static Position of(List<Long> latest) {
        return new Position(latest.stream().mapToLong(Long::longValue).toArray());
    }

    /** Throws IllegalArgumentException, saying what is wrong. */
    public static Position parse(String text) {
        List<Long> out = new ArrayList<>();
        for (String part : text.split("-", -1)) {
            int dot = part.indexOf('.');
            try {
                int partition = Integer.parseInt(part.substring(0, Math.max(dot, 0)));
                long number = Long.parseLong(part.substring(dot + 1));
                if (partition < 0 || partition >= MAX_PARTITIONS || number < 0) {
                    throw new NumberFormatException();
                }
                while (out.size() <= partition) {
                    out.add(0L);
                }
                out.set(partition, number);
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(
                        "\"" + part + "\" is not partition.number; a position looks like 0.17-1.4-2.0", e);
            }
        }
        return of(out);
    }

    public long at(int partition) {
        return partition < latest.length ? latest[partition] : 0;
    }

    public int partitions() {
        return latest.length;
    }

    public Position with(int partition, long number) {
        long[] copy = Arrays.copyOf(latest, Math.max(latest.length, partition + 1));
        copy[partition] = number;
        return new Position(copy);
    }

    /** Whether nothing the other has had is missing here. */
    public boolean covers(Position other) {
        for (int i = 0; i < other.latest.length; i++) {
            if (at(i) < other.latest[i]) {
                return false;
            }
        }
        return true;
    }

    /** How many events lie between an earlier position and this one. */
    public long since(Position earlier) {
        long sum = 0;
        for (int i = 0; i < latest.length; i++) {
            sum += Math.max(0, latest[i] - earlier.at(i));
        }
        return sum;
    }

    @Override
    public boolean equals(@org.jspecify.annotations.Nullable Object other) {
        return other instanceof Position that && covers(that) && that.covers(this);
    }

    @Override
    public int hashCode() {
        int length = latest.length;
        while (length > 0 && latest[length - 1] == 0) {
            length--;
        }
        return Arrays.hashCode(Arrays.copyOf(latest, length));
    }

    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(latest.length * 8);
        for (int i = 0; i < latest.length; i++) {
            out.append(i == 0 ? "" : "-").append(i).append('.').append(latest[i]);
        }
        return latest.length == 0 ? "0.0" : out.toString();
    }
}
