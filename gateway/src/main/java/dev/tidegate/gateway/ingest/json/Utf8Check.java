package dev.tidegate.gateway.ingest.json;

/** UTF-8 as Unicode defines it: no overlong forms, no surrogates, nothing above U+10FFFF. */
final class Utf8Check {
    private static final int REPLACEMENT = 0xfffd;

    private Utf8Check() {}

    /** The place after the character that begins at i with a byte that is not ASCII; -1 when it is not a character. */
    static int next(byte[] in, int i, int end) {
        int lead = in[i] & 0xff;
        if (lead >= 0xc2 && lead <= 0xdf) {
            return i + 1 < end && isTail(in[i + 1]) ? i + 2 : -1;
        }
        if (lead >= 0xe0 && lead <= 0xef) {
            if (i + 2 >= end || !isTail(in[i + 1]) || !isTail(in[i + 2])) {
                return -1;
            }
            int second = in[i + 1] & 0xff;
            return lead == 0xe0 && second < 0xa0 || lead == 0xed && second > 0x9f ? -1 : i + 3;
        }
        if (lead >= 0xf0 && lead <= 0xf4) {
            if (i + 3 >= end || !isTail(in[i + 1]) || !isTail(in[i + 2]) || !isTail(in[i + 3])) {
                return -1;
            }
            int second = in[i + 1] & 0xff;
            return lead == 0xf0 && second < 0x90 || lead == 0xf4 && second > 0x8f ? -1 : i + 4;
        }
        return -1;
    }

    /** Writes a character and returns the place after it; half a surrogate pair becomes U+FFFD, as in Go. */
    static int put(byte[] out, int at, int codePoint) {
        int c = codePoint >= 0xd800 && codePoint <= 0xdfff ? REPLACEMENT : codePoint;
        int i = at;
        if (c < 0x80) {
            out[i++] = (byte) c;
        } else if (c < 0x800) {
            out[i++] = (byte) (0xc0 | c >> 6);
            out[i++] = (byte) (0x80 | c & 0x3f);
        } else if (c < 0x10000) {
            out[i++] = (byte) (0xe0 | c >> 12);
            out[i++] = (byte) (0x80 | c >> 6 & 0x3f);
            out[i++] = (byte) (0x80 | c & 0x3f);
        } else {
            out[i++] = (byte) (0xf0 | c >> 18);
            out[i++] = (byte) (0x80 | c >> 12 & 0x3f);
            out[i++] = (byte) (0x80 | c >> 6 & 0x3f);
            out[i++] = (byte) (0x80 | c & 0x3f);
        }
        return i;
    }

    private static boolean isTail(byte b) {
        return (b & 0xc0) == 0x80;
    }
}
