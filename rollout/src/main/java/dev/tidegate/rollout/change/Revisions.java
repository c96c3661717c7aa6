package dev.tidegate.rollout.change;

import java.util.regex.Pattern;

/** Commit hashes. */
final class Revisions {
    private static final Pattern FULL = Pattern.compile("[0-9a-f]{40}");

    private Revisions() {}

    static void check(String revision) {
        if (!FULL.matcher(revision).matches()) {
            throw new IllegalArgumentException(
                    "\"" + revision
                            + "\" is not a full commit hash of 40 hexadecimal digits; branches and tags can move, commits cannot");
        }
    }
}
