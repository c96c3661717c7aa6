package dev.tidegate.health.evidence.prometheus;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The labels of one series, in the order of the answer. */
final class SeriesLabels {
    private static final int SHOWN = 240;

    private final List<String> names = new ArrayList<>();
    private final List<String> values = new ArrayList<>();

    void add(String name, String value) {
        names.add(name);
        values.add(value);
    }

    @Nullable
    String get(String name) {
        int found = names.indexOf(name);
        return found < 0 ? null : values.get(found);
    }

    List<String> names() {
        return names;
    }

    /** As in PromQL, cut when it is long. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("{");
        for (int i = 0; i < names.size(); i++) {
            text.append(i == 0 ? "" : ",");
            text.append(names.get(i)).append("=\"").append(values.get(i)).append('"');
        }
        return text.length() > SHOWN
                ? text.substring(0, SHOWN) + "…}"
                : text.append('}').toString();
    }
}
