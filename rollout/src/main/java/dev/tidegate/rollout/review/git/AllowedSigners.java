package dev.tidegate.rollout.review.git;

import dev.tidegate.rollout.review.ReviewException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whose keys the file of allowed signers holds. Keys themselves are checked by JGit; here their principals are read, to
 * know whether a name stands for somebody who is trusted.
 */
final class AllowedSigners {
    private static final int MOST_BYTES = 1 << 20;

    private final List<String> lines;

    private AllowedSigners(List<String> lines) {
        this.lines = lines;
    }

    static AllowedSigners none() {
        return new AllowedSigners(List.of());
    }

    static AllowedSigners read(Path file) {
        try {
            if (Files.size(file) > MOST_BYTES) {
                throw new ReviewException("the file of allowed signers " + file + " is larger than 1 MiB");
            }
            List<String> principals = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                String text = line.strip();
                if (!text.isEmpty() && !text.startsWith("#")) {
                    principals.add(first(text));
                }
            }
            return new AllowedSigners(principals);
        } catch (IOException unreadable) {
            throw new ReviewException(
                    "the file of allowed signers " + file + " cannot be read: " + unreadable, unreadable);
        }
    }

    boolean know(String email) {
        return lines.stream().anyMatch(line -> matches(line, email));
    }

    /** Whether a comma-separated list of patterns, as a line begins with, stands for somebody. */
    static boolean matches(String principals, String email) {
        boolean found = false;
        for (String pattern : principals.split(",")) {
            boolean not = pattern.startsWith("!");
            if (glob(not ? pattern.substring(1) : pattern, email.toLowerCase(Locale.ROOT))) {
                if (not) {
                    return false;
                }
                found = true;
            }
        }
        return found;
    }

    private static boolean glob(String pattern, String text) {
        return glob(pattern.toLowerCase(Locale.ROOT), 0, text, 0);
    }

    private static boolean glob(String pattern, int p, String text, int t) {
        if (p == pattern.length()) {
            return t == text.length();
        }
        return switch (pattern.charAt(p)) {
            case '*' -> glob(pattern, p + 1, text, t) || (t < text.length() && glob(pattern, p, text, t + 1));
            case '?' -> t < text.length() && glob(pattern, p + 1, text, t + 1);
            default -> t < text.length() && pattern.charAt(p) == text.charAt(t) && glob(pattern, p + 1, text, t + 1);
        };
    }

    private static String first(String line) {
        if (line.startsWith("\"")) {
            int end = line.indexOf('"', 1);
            return end < 0 ? line.substring(1) : line.substring(1, end);
        }
        return line.split("\\s+", 2)[0];
    }
}
