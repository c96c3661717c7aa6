package dev.tidegate.gateway.read;

import dev.tidegate.model.Labels;

/**
 * Reads a JSON object of strings, as PostgreSQL prints it, into labels. Only what is valid there is expected: the
 * database has checked it.
 */
public final class FlatJson {
    private final String in;
    private int at;

    private FlatJson(String in) {
        this.in = in;
    }

    /** Throws IllegalArgumentException when the text is not an object whose values are all strings. */
    public static Labels labels(String json) {
        return new FlatJson(json).read();
    }

    private Labels read() {
        Labels.Builder out = new Labels.Builder();
        expect('{');
        skipSpace();
        while (at < in.length() && in.charAt(at) != '}') {
            String name = string();
            expect(':');
            out.add(name, string());
            skipSpace();
            if (at < in.length() && in.charAt(at) == ',') {
                at++;
            }
            skipSpace();
        }
        expect('}');
        return out.build();
    }

    private String string() {
        expect('"');
        int start = at;
        while (at < in.length()) {
            char c = in.charAt(at);
            if (c == '"') {
                return in.substring(start, at++);
            }
            if (c == '\\') {
                return escaped(start);
            }
            at++;
        }
        throw wrong("a closing quote");
    }

    private String escaped(int start) {
        StringBuilder out = new StringBuilder().append(in, start, at);
        while (at < in.length()) {
            char c = in.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            out.append(c == '\\' ? escape() : c);
        }
        throw wrong("a closing quote");
    }

    private char escape() {
        char c = at < in.length() ? in.charAt(at++) : 0;
        return switch (c) {
            case 'n' -> '\n';
            case 't' -> '\t';
            case 'r' -> '\r';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case '"', '\\', '/' -> c;
            case 'u' -> {
                at += 4;
                if (at > in.length()) {
                    throw wrong("four hexadecimal digits");
                }
                yield (char) Integer.parseInt(in, at - 4, at, 16);
            }
            default -> throw wrong("an escape");
        };
    }

    private void skipSpace() {
        while (at < in.length() && in.charAt(at) <= ' ') {
            at++;
        }
    }

    private void expect(char c) {
        skipSpace();
        if (at >= in.length() || in.charAt(at) != c) {
            throw wrong("'" + c + "'");
        }
        at++;
    }

    private IllegalArgumentException wrong(String wanted) {
        return new IllegalArgumentException("not an object of strings: wanted " + wanted + " at position " + at);
    }
}
