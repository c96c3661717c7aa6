package dev.tidegate.model.log;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Reads what {@link Bytes} writes. Running past the end is a {@link MalformedRecordException}, never anything else. */
public final class ByteReader {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] in;
    private final int end;
    private int at;

    public ByteReader(byte[] in, int from, int end) {
        this.in = in;
        this.at = from;
        this.end = end;
    }

    public int position() {
        return at;
    }

    public boolean hasMore() {
        return at < end;
    }

    public byte get() {
        need(1);
        return in[at++];
    }

    public long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte b = get();
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw new MalformedRecordException("a number at byte " + at + " has more than ten bytes");
    }

    /** A length or count: a varint that must fit what is left of the record. */
    public int length() {
        long value = varint();
        if (value < 0 || value > end - at) {
            throw new MalformedRecordException("a length of " + value + " at byte " + at + " reaches past the record");
        }
        return (int) value;
    }

    public long signed() {
        long value = varint();
        return (value >>> 1) ^ -(value & 1);
    }

    public long fixedLong() {
        need(8);
        long value = (long) EIGHT.get(in, at);
        at += 8;
        return value;
    }

    public String string() {
        int length = length();
        String text = new String(in, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    public void skip(int bytes) {
        need(bytes);
        at += bytes;
    }

    /** Moves to a place; used to come back to something that was skipped. */
    public void seek(int position) {
        if (position < 0 || position > end) {
            throw new MalformedRecordException("position " + position + " lies outside the record");
        }
        at = position;
    }

    private void need(int bytes) {
        if (bytes < 0 || end - at < bytes) {
            throw new MalformedRecordException("the record ends at byte " + end + " in the middle of a field");
        }
    }
}
