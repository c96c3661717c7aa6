package dev.tidegate.gateway.ingest.json;

/** What follows a backslash in a JSON string. */
final class Escapes {
    /** The escape is none that JSON knows. */
    static final int UNKNOWN = -1;

    /** The text ends within the escape, or {@code \\u} has not its four digits. */
    static final int CUT_SHORT = -2;

    private Escapes() {}

    /** The character that the escape at i stands for, as one UTF-16 unit; else one of the constants. */
    static int unit(byte[] in, int i, int end) {
        if (i + 1 >= end) {
            return CUT_SHORT;
        }
        return switch (in[i + 1]) {
            case '"' -> '"';
            case '\\' -> '\\';
            case '/' -> '/';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> i + 6 <= end ? hex4(in, i + 2) : CUT_SHORT;
            default -> UNKNOWN;
        };
    }

    /** Whether there is an escape at i that is the second half of a surrogate pair. */
    static boolean isLowSurrogate(byte[] in, int i, int end) {
        return i + 6 <= end
                && in[i] == '\\'
                && in[i + 1] == 'u'
                && Character.isLowSurrogate((char) Math.max(0, hex4(in, i + 2)));
    }

    private static int hex4(byte[] in, int i) {
        int value = 0;
        for (int k = i; k < i + 4; k++) {
            int digit = in[k] < 0 ? -1 : Character.digit(in[k], 16);
            if (digit < 0) {
                return CUT_SHORT;
            }
            value = value << 4 | digit;
        }
        return value;
    }
}
