package dev.tidegate.model;

import java.nio.charset.StandardCharsets;

/**
 * Where alerts can have to do with each other: one customer's one site. Alerts of different scopes never share an
 * incident. The scope is the key of the log, so that everything that can be correlated meets in one shard.
 *
 * @param tenant who sent it, from the authenticated sender; {@link #DEFAULT_TENANT} on a single-tenant installation
 * @param site the value of the site label (default {@code cluster}); empty when the alert has none
 */
public record Scope(String tenant, String site) {
    public static final String DEFAULT_TENANT = "default";
    public static final String DEFAULT_SITE_LABEL = "cluster";

    private static final char[] CROCKFORD = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final int ID_DIGITS = 10;

    public static Scope of(String site) {
        return new Scope(DEFAULT_TENANT, site);
    }

    /** The partition of a log with this many partitions that the scope lives in; stable across processes. */
    public int partition(int partitions) {
        long mixed = hash() * 0x9e3779b97f4a7c15L;
        return (int) Math.floorMod(mixed >>> 32, (long) partitions);
    }

    /** Ten letters and digits that stand for the scope in incident ids: 50 bits, the same in every process. */
    public String shortId() {
        long hash = hash();
        hash ^= hash >>> 50;
        char[] out = new char[ID_DIGITS];
        for (int i = ID_DIGITS - 1; i >= 0; i--) {
            out[i] = CROCKFORD[(int) (hash & 31)];
            hash >>>= 5;
        }
        return new String(out);
    }

    private long hash() {
        byte[] key = (tenant + '\0' + site).getBytes(StandardCharsets.UTF_8);
        return Fingerprint.add(Fingerprint.SEED, key, 0, key.length);
    }

    @Override
    public String toString() {
        return tenant + "/" + site;
    }
}
