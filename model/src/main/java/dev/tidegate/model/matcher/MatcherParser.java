package dev.tidegate.model.matcher;

import dev.tidegate.model.matcher.Matcher.Op;
import java.util.ArrayList;
import java.util.List;

/**
 * Recursive descent over Alertmanager's matcher grammar (its {@code matcher/parse} package):
 *
 * <pre>
 * matchers = [ "{" ] [ matcher { "," matcher } [ "," ] ] [ "}" ]
 * matcher  = ( quoted | bare ) ( "=" | "!=" | "=~" | "!~" ) ( quoted | bare )
 * bare     = any characters but white space and { } ! = ~ , \ " ' `
 * </pre>
 *
 * <p>A bare value may also be missing, as in {@code env=}: the classic parser, which older tools still rely on, read that
 * as the empty string.
 */
final class MatcherParser {
    private static final String RESERVED = "{}!=~,\\\"'`";

    private final String in;
    private int at;

    MatcherParser(String in) {
        this.in = in;
    }

    List<Matcher> parse() {
        List<Matcher> out = new ArrayList<>();
        skipSpace();
        boolean braces = eat('{');
        skipSpace();
        while (at < in.length() && in.charAt(at) != '}') {
            out.add(matcher());
            skipSpace();
            if (!eat(',')) {
                break;
            }
            skipSpace();
        }
        if (braces && !eat('}')) {
            throw problem(at < in.length() ? "expected a comma or a closing brace" : "the closing brace is missing");
        }
        skipSpace();
        if (at < in.length()) {
            throw problem(
                    in.charAt(at) == '}' ? "the opening brace is missing" : "expected a comma or the end of the text");
        }
        return out;
    }

    private Matcher matcher() {
        int start = at;
        String name = text("a label name");
        skipSpace();
        Op op = operator();
        skipSpace();
        String value = atValueEnd() ? "" : text("a value");
        try {
            return new Matcher(name, op, value);
        } catch (IllegalArgumentException e) {
            at = start;
            throw problem(String.valueOf(e.getMessage()));
        }
    }

    private boolean atValueEnd() {
        return at >= in.length() || in.charAt(at) == ',' || in.charAt(at) == '}';
    }

    private Op operator() {
        if (eat('=')) {
            return eat('~') ? Op.REGEX : Op.EQUAL;
        }
        if (eat('!')) {
            if (eat('=')) {
                return Op.NOT_EQUAL;
            }
            if (eat('~')) {
                return Op.NOT_REGEX;
            }
        }
        throw problem("expected one of = != =~ !~");
    }

    private String text(String what) {
        if (at < in.length() && in.charAt(at) == '"') {
            return quoted();
        }
        int start = at;
        while (at < in.length() && RESERVED.indexOf(in.charAt(at)) < 0 && !isSpace(in.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw problem("expected " + what);
        }
        return in.substring(start, at);
    }

    private String quoted() {
        int start = at++;
        StringBuilder out = new StringBuilder();
        while (at < in.length()) {
            char c = in.charAt(at++);
            if (c == '"') {
                return out.toString();
            }
            out.append(c == '\\' && at < in.length() ? escape() : String.valueOf(c));
        }
        at = start;
        throw problem("the closing quote is missing");
    }

    /** Go's string escapes, as far as they make sense in a label; any other escaped character keeps its backslash. */
    private String escape() {
        char c = in.charAt(at++);
        return switch (c) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case '"', '\\' -> String.valueOf(c);
            case 'u' -> unicode();
            default -> "\\" + c;
        };
    }

    private String unicode() {
        if (at + 4 <= in.length()) {
            try {
                String out = String.valueOf((char) Integer.parseInt(in.substring(at, at + 4), 16));
                at += 4;
                return out;
            } catch (NumberFormatException e) {
                throw problem("\\u wants four hexadecimal digits");
            }
        }
        throw problem("\\u wants four hexadecimal digits");
    }

    private boolean eat(char c) {
        if (at < in.length() && in.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < in.length() && isSpace(in.charAt(at))) {
            at++;
        }
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    private MatcherSyntaxException problem(String what) {
        return new MatcherSyntaxException(in, at, what);
    }
}
