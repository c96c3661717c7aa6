package dev.tidegate.correlator.image.r2dbc;

import dev.tidegate.correlator.image.json.CleanText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of a batch as PostgreSQL's array text, {@code {"a","b",NULL}}: the form the server reads fastest from a
 * driver that sends text, and one parameter per column however many rows there are.
 */
final class ArrayText {
    private final StringBuilder out = new StringBuilder("{");

    /** Adds a value, quoted. */
    void add(@Nullable String value) {
        separate();
        if (value == null) {
            out.append("NULL");
        } else {
            quote(CleanText.of(value));
        }
    }

    /** Adds a number, a boolean or a time: text without anything to quote. */
    void addPlain(@Nullable Object value) {
        separate();
        out.append(value == null ? "NULL" : value);
    }

    int length() {
        return out.length();
    }

    /** The finished array. */
    String finish() {
        return out.append('}').toString();
    }

    static String of(List<String> values) {
        ArrayText text = new ArrayText();
        values.forEach(text::add);
        return text.finish();
    }

    private void separate() {
        if (out.length() > 1) {
            out.append(',');
        }
    }

    private void quote(String value) {
        out.append('"');
        int copied = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append(value, copied, i).append('\\');
                copied = i;
            }
        }
        out.append(value, copied, value.length()).append('"');
    }
}
