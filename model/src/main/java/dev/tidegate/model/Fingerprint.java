package dev.tidegate.model;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * The identity of an alert: 64-bit FNV-1a over its labels in name order, each name and value followed by the byte 0xff.
 *
 * <p>This is what Prometheus' {@code model.LabelSet.Fingerprint} computes, so an id shown here is the id amtool shows.
 * Written as 16 lower-case hexadecimal digits.
 */
public final class Fingerprint {
    public static final long SEED = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;
    private static final HexFormat HEX = HexFormat.of();

    private Fingerprint() {}

    public static long of(Labels labels) {
        long hash = SEED;
        for (int i = 0; i < labels.size(); i++) {
            hash = separator(add(hash, labels.name(i)));
            hash = separator(add(hash, labels.value(i)));
        }
        return hash;
    }

    /** Folds raw UTF-8 bytes into a running hash that started as {@link #SEED}. */
    public static long add(long hash, byte[] bytes, int from, int to) {
        long h = hash;
        for (int i = from; i < to; i++) {
            h = (h ^ (bytes[i] & 0xff)) * PRIME;
        }
        return h;
    }

    /** Folds the byte 0xff, which UTF-8 never contains, into a running hash. */
    public static long separator(long hash) {
        return (hash ^ 0xff) * PRIME;
    }

    public static long add(long hash, String text) {
        long h = hash;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                byte[] rest = text.substring(i).getBytes(StandardCharsets.UTF_8);
                return add(h, rest, 0, rest.length);
            }
            h = (h ^ c) * PRIME;
        }
        return h;
    }

    public static String toHex(long fingerprint) {
        return HEX.toHexDigits(fingerprint);
    }

    /** Reads 16 hexadecimal digits; throws IllegalArgumentException for anything else. */
    public static long parse(String hex) {
        if (hex.length() != 16) {
            throw new IllegalArgumentException("a fingerprint has 16 hexadecimal digits, not \"" + hex + "\"");
        }
        return HexFormat.fromHexDigitsToLong(hex);
    }
}
