package dev.tidegate.gateway.ingest;

import dev.tidegate.model.Scope;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The label whose value is the site of an alert, also as the bytes that are looked for in a body. */
public final class SiteLabel {
    public static final SiteLabel DEFAULT = new SiteLabel(Scope.DEFAULT_SITE_LABEL);

    private final String name;
    private final byte[] utf8;

    public SiteLabel(String name) {
        this.name = name;
        this.utf8 = name.getBytes(StandardCharsets.UTF_8);
    }

    public String name() {
        return name;
    }

    /** Whether a slice of bytes spells the name. */
    public boolean is(byte[] in, int from, int to) {
        return to - from == utf8.length && Arrays.equals(utf8, 0, utf8.length, in, from, to);
    }
}
