package dev.tidegate.gateway.ingest.json;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Where runs of plain characters and numbers end. */
final class Scalars {
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;
    private static final long SPACES = ' ' * ONES;
    private static final long QUOTES = '"' * ONES;
    private static final long BACKSLASHES = '\\' * ONES;

    private Scalars() {}

    /** The first place from i on whose byte is a quote, a backslash, a control character or not ASCII; or the end. */
    static int plainEnd(byte[] in, int i, int end) {
        int p = i;
        while (p + 8 <= end) {
            long eight = (long) EIGHT.get(in, p);
            long quotes = eight ^ QUOTES;
            long slashes = eight ^ BACKSLASHES;
            // each term marks its first hit exactly; marks above a hit may be false, which the lowest mark never is
            long marks = ((quotes - ONES) & ~quotes | (slashes - ONES) & ~slashes | (eight - SPACES) & ~eight | eight)
                    & HIGHS;
            if (marks != 0) {
                return p + (Long.numberOfTrailingZeros(marks) >>> 3);
            }
            p += 8;
        }
        while (p < end && in[p] >= ' ' && in[p] != '"' && in[p] != '\\') {
            p++;
        }
        return p;
    }

    /** The place after the number that begins at i, or -1 when there is none. */
    static int numberEnd(byte[] in, int i, int end) {
        int whole = i < end && in[i] == '-' ? i + 1 : i;
        int p = digitsEnd(in, whole, end);
        if (p == whole || in[whole] == '0' && p > whole + 1) {
            return -1;
        }
        if (p < end && in[p] == '.') {
            int fraction = p + 1;
            p = digitsEnd(in, fraction, end);
            if (p == fraction) {
                return -1;
            }
        }
        if (p < end && (in[p] | 0x20) == 'e') {
            int exponent = p + 1 < end && (in[p + 1] == '+' || in[p + 1] == '-') ? p + 2 : p + 1;
            p = digitsEnd(in, exponent, end);
            if (p == exponent) {
                return -1;
            }
        }
        return p;
    }

    private static int digitsEnd(byte[] in, int i, int end) {
        int p = i;
        while (p < end && in[p] >= '0' && in[p] <= '9') {
            p++;
        }
        return p;
    }
}
