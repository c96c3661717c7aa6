package dev.tidegate.health.evidence.prometheus;

import java.util.ArrayList;
import java.util.List;

/**
 * A piece of PromQL, as far as it must be understood to fill in names and to find selectors.
 *
 * @param end where it ends, exclusive
 */
record Token(Kind kind, int start, int end) {

    enum Kind {
        /** A metric, label, function or keyword. */
        WORD,
        /** Quoted by {@code "}, {@code '} or {@code `}. */
        TEXT,
        /** {@code [5m:1m]}: nothing in it names a metric. */
        WINDOW,
        /** Numbers, durations, and placeholders outside of text. */
        NUMBER,
        /** One character. */
        MARK
    }

    String of(String query) {
        return query.substring(start, end);
    }

    boolean is(String query, char mark) {
        return kind == Kind.MARK && query.charAt(start) == mark;
    }

    static List<Token> read(String query) {
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < query.length()) {
            char c = query.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
            } else if (c == '#') {
                at = until(query, at, '\n');
            } else {
                Token next = next(query, at, c);
                tokens.add(next);
                at = next.end;
            }
        }
        return tokens;
    }

    private static Token next(String query, int at, char c) {
        if (c == '"' || c == '\'' || c == '`') {
            return new Token(Kind.TEXT, at, endOfText(query, at));
        }
        if (c == '[') {
            return new Token(Kind.WINDOW, at, until(query, at, ']'));
        }
        if (Character.isDigit(c) || c == '$') {
            return new Token(Kind.NUMBER, at, endOfWord(query, at + 1));
        }
        if (isWord(c)) {
            return new Token(Kind.WORD, at, endOfWord(query, at));
        }
        return new Token(Kind.MARK, at, at + 1);
    }

    private static int until(String query, int at, char mark) {
        int end = query.indexOf(mark, at);
        return end < 0 ? query.length() : end + 1;
    }

    private static int endOfText(String query, int start) {
        char quote = query.charAt(start);
        for (int at = start + 1; at < query.length(); at++) {
            if (query.charAt(at) == quote) {
                return at + 1;
            }
            if (query.charAt(at) == '\\' && quote != '`') {
                at++;
            }
        }
        return query.length();
    }

    private static int endOfWord(String query, int start) {
        int at = start;
        while (at < query.length() && (isWord(query.charAt(at)) || query.charAt(at) == '.')) {
            at++;
        }
        return at;
    }

    private static boolean isWord(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == ':';
    }
}
