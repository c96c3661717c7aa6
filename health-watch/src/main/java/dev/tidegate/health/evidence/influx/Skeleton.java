package dev.tidegate.health.evidence.influx;

import java.util.Arrays;

/**
 * InfluxQL with everything blanked out that is not its own words, at the same places: what is found in {@code code} is
 * a keyword, a function or a plain name, never the inside of a text, a quoted name, a regular expression or a comment.
 *
 * @param code as long as the query; quoted names keep their quotes
 * @param regex the same with only the insides of regular expressions left
 */
record Skeleton(String code, String regex) {

    static Skeleton of(String query) {
        char[] code = query.toCharArray();
        char[] regex = new char[code.length];
        Arrays.fill(regex, ' ');
        int at = 0;
        while (at < code.length) {
            char c = code[at];
            int end;
            if (c == '\'' || c == '"') {
                end = close(query, at, c);
            } else if (c == '/' && startsRegex(code, at)) {
                end = close(query, at, '/');
                query.getChars(at + 1, Math.max(at + 1, end - 1), regex, at + 1);
            } else if (query.startsWith("--", at)) {
                end = until(query, at, "\n");
                Arrays.fill(code, at, end, ' ');
            } else if (query.startsWith("/*", at)) {
                end = until(query, at + 2, "*/");
                Arrays.fill(code, at, end, ' ');
            } else {
                at++;
                continue;
            }
            if (end - at > 2) {
                Arrays.fill(code, at + 1, end - 1, ' ');
            }
            at = end;
        }
        return new Skeleton(new String(code), new String(regex));
    }

    /** After {@code =~}, {@code !~}, {@code FROM} or {@code BY}; elsewhere a slash divides. */
    private static boolean startsRegex(char[] code, int slash) {
        int at = slash - 1;
        while (at >= 0 && Character.isWhitespace(code[at])) {
            at--;
        }
        if (at < 0 || code[at] == '~') {
            return true;
        }
        String before = new String(code, 0, at + 1).toUpperCase(java.util.Locale.ROOT);
        return at < slash - 1 && (before.endsWith(" FROM") || before.endsWith(" BY"));
    }

    private static int close(String query, int open, char quote) {
        for (int at = open + 1; at < query.length(); at++) {
            if (query.charAt(at) == '\\') {
                at++;
            } else if (query.charAt(at) == quote) {
                return at + 1;
            }
        }
        return query.length();
    }

    private static int until(String query, int from, String mark) {
        int found = query.indexOf(mark, from);
        return found < 0 ? query.length() : found + mark.length();
    }
}
