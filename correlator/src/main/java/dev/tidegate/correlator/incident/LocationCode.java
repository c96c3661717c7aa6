package dev.tidegate.correlator.incident;

import java.util.ArrayList;
import java.util.List;

/**
 * Names of parts of large machines that say where the part sits, as IBM's Blue Gene writes them: {@code R02-M1-N08-J17}
 * is chip 17 of node board 8 of midplane 1 of rack 2. Every prefix names what the part depends on.
 */
final class LocationCode {
    /** Longest code that is read, in parts. */
    private static final int MOST_PARTS = 8;

    private static final int LONGEST_PART = 4;

    private LocationCode() {}

    /** What a part sits in, nearest first; empty when the name is no location code. */
    static List<String> above(String name) {
        int end = name.lastIndexOf('-');
        if (end < 0 || !isCode(name)) {
            return List.of();
        }
        List<String> above = new ArrayList<>(3);
        for (; end > 0; end = name.lastIndexOf('-', end - 1)) {
            above.add(name.substring(0, end));
        }
        return above;
    }

    /** Upper case parts, each a letter for what it is and then which one it is. */
    private static boolean isCode(String name) {
        int parts = 1;
        int length = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '-') {
                parts++;
                if (length == 0) {
                    return false;
                }
                length = 0;
            } else {
                boolean letter = c >= 'A' && c <= 'Z';
                boolean digit = c >= '0' && c <= '9';
                length++;
                if (!letter && !(digit && length > 1) || length > LONGEST_PART) {
                    return false;
                }
            }
        }
        return length > 0 && parts <= MOST_PARTS;
    }
}
