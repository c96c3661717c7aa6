package dev.tidegate.model.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing byte array with the few encodings our records use: varints (LEB128), zig-zag for signed numbers, big-endian
 * longs, and length-prefixed UTF-8.
 */
public final class Bytes {
    private byte[] array;
    private int size;

    public Bytes(int capacity) {
        array = new byte[Math.max(16, capacity)];
    }

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    public void put(byte b) {
        room(1);
        array[size++] = b;
    }

    public void put(byte[] source, int from, int length) {
        room(length);
        System.arraycopy(source, from, array, size, length);
        size += length;
    }

    public void put(Bytes other) {
        put(other.array, 0, other.size);
    }

    public void putVarint(long value) {
        if (size < array.length && value >= 0 && value < 0x80) { // most are, and room is not asked for ten of them
            array[size++] = (byte) value;
            return;
        }
        room(varintLength(value));
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            array[size++] = (byte) (rest & 0x7f | 0x80);
            rest >>>= 7;
        }
        array[size++] = (byte) rest;
    }

    /** How many bytes {@link #putVarint} writes for a value. */
    public static int varintLength(long value) {
        return (70 - Long.numberOfLeadingZeros(value | 1)) / 7;
    }

    public void putSigned(long value) {
        putVarint((value << 1) ^ (value >> 63));
    }

    public void putLong(long value) {
        room(8);
        for (int shift = 56; shift >= 0; shift -= 8) {
            array[size++] = (byte) (value >>> shift);
        }
    }

    public void putString(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        putVarint(utf8.length);
        put(utf8, 0, utf8.length);
    }

    /** What was put in. The array is handed over, not copied, when it is just full: put nothing more in then. */
    public byte[] toArray() {
        return size == array.length ? array : Arrays.copyOf(array, size);
    }

    /** The backing array; valid up to {@link #size()} and until the next put. */
    public byte[] array() {
        return array;
    }

    private void room(int more) {
        if (size + more > array.length) {
            array = Arrays.copyOf(array, Math.max(array.length * 2, size + more));
        }
    }
}
