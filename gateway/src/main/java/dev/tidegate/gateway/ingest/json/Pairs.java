package dev.tidegate.gateway.ingest.json;

import java.util.Arrays;

/**
 * Names and values as slices of one array of bytes, kept in the byte order of the names. Senders mostly send them sorted
 * already, so putting one in is mostly appending. Reused from alert to alert.
 */
final class Pairs {
    private static final int WIDTH = 4;

    private final int[] slices;
    private int size;

    Pairs(int capacity) {
        slices = new int[capacity * WIDTH];
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
        while (i > 0) {
            order = Arrays.compareUnsigned(in, nameFrom, nameTo, in, nameFrom(i - 1), nameTo(i - 1));
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
            System.arraycopy(slices, place, slices, place + WIDTH, (size - i) * WIDTH);
            size++;
        }
        slices[place] = nameFrom;
        slices[place + 1] = nameTo;
        slices[place + 2] = valueFrom;
        slices[place + 3] = valueTo;
        return true;
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
