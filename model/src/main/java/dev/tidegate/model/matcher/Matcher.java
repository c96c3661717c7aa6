package dev.tidegate.model.matcher;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.tidegate.model.Labels;
import org.jspecify.annotations.Nullable;

/**
 * One condition on a label: {@code =}, {@code !=}, {@code =~} or {@code !~}. An absent label reads as the empty string,
 * as in Alertmanager. Regular expressions match the whole value and run in time linear in it (RE2), so no pattern can
 * hang a shard.
 */
public final class Matcher {
    /** The four operators and how they are written. */
    public enum Op {
        EQUAL("="),
        NOT_EQUAL("!="),
        REGEX("=~"),
        NOT_REGEX("!~");

        private final String sign;

        Op(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }

        public boolean isRegex() {
            return this == REGEX || this == NOT_REGEX;
        }

        public boolean isEqual() {
            return this == EQUAL || this == REGEX;
        }

        /** The operator as the Alertmanager API v2 spells it: two flags. */
        public static Op of(boolean isRegex, boolean isEqual) {
            if (isRegex) {
                return isEqual ? REGEX : NOT_REGEX;
            }
            return isEqual ? EQUAL : NOT_EQUAL;
        }
    }

    private final String name;
    private final Op op;
    private final String value;
    private final @Nullable Pattern pattern;

    /** Throws IllegalArgumentException, saying why, when the name is empty or the expression is not valid RE2. */
    public Matcher(String name, Op op, String value) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a matcher needs a label name");
        }
        this.name = name;
        this.op = op;
        this.value = value;
        this.pattern = op.isRegex() ? compile(value) : null;
    }

    private static Pattern compile(String expression) {
        try {
            return Pattern.compile("^(?:" + expression + ")$", Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "\"" + expression + "\" is not a regular expression: " + e.getDescription(), e);
        }
    }

    public String name() {
        return name;
    }

    public Op op() {
        return op;
    }

    public String value() {
        return value;
    }

    public boolean matches(Labels labels) {
        return matchesValue(labels.getOrEmpty(name));
    }

    public boolean matchesValue(String actual) {
        boolean same =
                pattern == null ? value.equals(actual) : pattern.matcher(actual).matches();
        return same == op.isEqual();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Matcher that && name.equals(that.name) && op == that.op && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return (name.hashCode() * 31 + op.hashCode()) * 31 + value.hashCode();
    }

    /** As Alertmanager prints it: {@code name=~"value"}, the name quoted when it is not a classic label name. */
    @Override
    public String toString() {
        return (isClassicName(name) ? name : quoted(name)) + op.sign() + quoted(value);
    }

    private static boolean isClassicName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' || c == ':';
            if (!letter && (i == 0 || c < '0' || c > '9')) {
                return false;
            }
        }
        return !name.isEmpty();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
