package dev.tidegate.rollout.packages.aptly;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Where something is published, as Aptly writes it in paths: {@code /} is {@code _}, {@code _} is {@code __}, and the
 * root is {@code :.}, because a path cannot hold a dot alone.
 *
 * @param storage where it publishes to, such as {@code s3:eu}; empty for the file system
 * @param prefix {@code .} for the root
 */
record AptlyPath(String storage, String prefix) {

    /** Reads a prefix as Aptly's own command line takes it: {@code [STORAGE:]PREFIX}. */
    static AptlyPath parse(String text) {
        int colon = text.lastIndexOf(':');
        String storage = text.substring(0, Math.max(0, colon));
        String prefix = text.substring(colon + 1);
        while (prefix.startsWith("/")) {
            prefix = prefix.substring(1);
        }
        while (prefix.endsWith("/")) {
            prefix = prefix.substring(0, prefix.length() - 1);
        }
        return new AptlyPath(storage, prefix.isEmpty() ? "." : prefix);
    }

    /** A segment of a path below {@code /api/publish}. */
    String segment() {
        String start = storage.isEmpty() && !prefix.equals(".") ? "" : storage + ":";
        return encode(start) + (prefix.equals(".") ? "." : escape(prefix));
    }

    static String escape(String text) {
        return encode(text.replace("_", "__").replace("/", "_"));
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%3A", ":");
    }

    /** As Aptly's list of what is published has it. */
    boolean is(String otherStorage, String otherPrefix) {
        return storage.equals(otherStorage) && prefix.equals(otherPrefix);
    }

    @Override
    public String toString() {
        return storage.isEmpty() ? prefix : storage + ":" + prefix;
    }
}
