package dev.tidegate.gateway.ingest.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Names and values as slices of one array of bytes, kept in the byte order of the names. Senders mostly send them sorted
 * already, so putting one in is mostly appending. Reused from alert to alert.
 */
final class Pairs {
    private static final int WIDTH = 4;

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final int[] slices;
    private final long[] heads; // the first eight bytes of each name, which nearly always decide the order
    private int size;

    Pairs(int capacity) {
        slices = new int[capacity * WIDTH];
        heads = new long[capacity];
    }

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    int nameFrom(int i) {
        return slices[i * WIDTH];
    }

    int nameTo(int i) {
        return slices[i * WIDTH + 1];
    }

    int valueFrom(int i) {
        return slices[i * WIDTH + 2];
    }

    int valueTo(int i) {
        return slices[i * WIDTH + 3];
    }

    /** Puts a pair in its place; the value of a name that is there is replaced. False when there is no room. */
    boolean put(byte[] in, int nameFrom, int nameTo, int valueFrom, int valueTo) {
        int i = size;
        int order = 1;
        long head = head(in, nameFrom, nameTo);
        while (i > 0) {
            order = Long.compareUnsigned(head, heads[i - 1]);
            if (order == 0) {
                order = Arrays.compareUnsigned(in, nameFrom, nameTo, in, nameFrom(i - 1), nameTo(i - 1));
            }
            if (order >= 0) {
                break;
            }
            i--;
        }
        int place;
        if (i > 0 && order == 0) {
            place = (i - 1) * WIDTH;
        } else if (size * WIDTH == slices.length) {
            return false;
        } else {
            place = i * WIDTH;
            if (i < size) {
                System.arraycopy(slices, place, slices, place + WIDTH, (size - i) * WIDTH);
                System.arraycopy(heads, i, heads, i + 1, size - i);
            }
            heads[i] = head;
            size++;
        }
        slices[place] = nameFrom;
        slices[place + 1] = nameTo;
        slices[place + 2] = valueFrom;
        slices[place + 3] = valueTo;
        return true;
    }

    /** The first eight bytes as a number that orders like them; a shorter name is filled up with zeros. */
    private static long head(byte[] in, int from, int to) {
        int length = to - from;
        if (from + 8 <= in.length) {
            long eight = (long) EIGHT.get(in, from);
            return length >= 8 ? eight : length == 0 ? 0 : eight & -1L << 64 - 8 * length;
        }
        long head = 0;
        for (int i = 0; i < Math.min(8, length); i++) {
            head |= (in[from + i] & 0xffL) << 56 - 8 * i;
        }
        return head;
    }

    /** Whether the value is empty, which means that the label is not there. */
    boolean isEmpty(int i) {
        return valueFrom(i) == valueTo(i);
    }

    boolean allEmpty() {
        for (int i = 0; i < size; i++) {
            if (!isEmpty(i)) {
                return false;
            }
        }
        return true;
    }

    boolean has(byte[] in, int nameFrom, int nameTo) {
        for (int i = 0; i < size; i++) {
            if (Arrays.equals(in, nameFrom, nameTo, in, nameFrom(i), nameTo(i))) {
                return true;
            }
        }
        return false;
    }
}
