package dev.tidegate.storm.send;

import dev.tidegate.model.Labels;

/** The little JSON that the generator writes. */
final class Json {
    private Json() {}

    static StringBuilder string(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append("\\u%04x".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.append('"');
    }

    static StringBuilder field(StringBuilder out, String name, String value) {
        return string(string(out, name).append(':'), value);
    }

    static StringBuilder labels(StringBuilder out, Labels labels) {
        out.append('{');
        for (int i = 0; i < labels.size(); i++) {
            field(i == 0 ? out : out.append(','), labels.name(i), labels.value(i));
        }
        return out.append('}');
    }
}
