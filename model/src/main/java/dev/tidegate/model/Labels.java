package dev.tidegate.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable label set: names and values in one array, sorted by name in byte order, names unique.
 *
 * <p>A fleet has millions of labels and few distinct words, so the strings are expected to be shared (see {@link
 * StringPool}); a set of eight labels then costs one object and one array. As in Prometheus, a label with an empty
 * value is the same as no label: builders drop it.
 */
public final class Labels {
    public static final Labels EMPTY = new Labels(new String[0]);
    public static final String ALERTNAME = "alertname";

    private final String[] pairs;
    private int hash;

    private Labels(String[] pairs) {
        this.pairs = pairs;
    }

    /** Labels from name, value, name, value, …; throws IllegalArgumentException on an odd count or a repeated name. */
    public static Labels of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("names and values must come in pairs");
        }
        Builder builder = new Builder(namesAndValues.length / 2);
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }

    public static Labels of(Map<String, String> map) {
        Builder builder = new Builder(map.size());
        map.forEach(builder::add);
        return builder.build();
    }

    /**
     * Wraps pairs that are already sorted by name, unique and without empty values. The array is kept, not copied: this
     * is the hot path of the log reader, whose writer has sorted them.
     */
    public static Labels ofSorted(String[] sortedPairs) {
        return sortedPairs.length == 0 ? EMPTY : new Labels(sortedPairs);
    }

    public int size() {
        return pairs.length / 2;
    }

    public boolean isEmpty() {
        return pairs.length == 0;
    }

    public String name(int i) {
        return pairs[2 * i];
    }

    public String value(int i) {
        return pairs[2 * i + 1];
    }

    /** The value of a label, or null when it is absent. */
    public @Nullable String get(String name) {
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i].equals(name)) {
                return pairs[i + 1];
            }
        }
        return null;
    }

    /** The value of a label; an absent label reads as empty, as matchers and inhibition rules want it. */
    public String getOrEmpty(String name) {
        String value = get(name);
        return value == null ? "" : value;
    }

    public boolean has(String name) {
        return get(name) != null;
    }

    public void forEach(BiConsumer<String, String> action) {
        for (int i = 0; i < pairs.length; i += 2) {
            action.accept(pairs[i], pairs[i + 1]);
        }
    }

    /** Only the named labels, those that are present. */
    public Labels only(Collection<String> names) {
        Builder builder = new Builder(names.size());
        forEach((name, value) -> {
            if (names.contains(name)) {
                builder.add(name, value);
            }
        });
        return builder.build();
    }

    public Labels without(Collection<String> names) {
        Builder builder = new Builder(size());
        forEach((name, value) -> {
            if (!names.contains(name)) {
                builder.add(name, value);
            }
        });
        return builder.build();
    }

    /** These labels with one set to a value; an empty value removes it. */
    public Labels with(String name, String value) {
        Map<String, String> map = toMap();
        map.put(name, value);
        return of(map);
    }

    /** A mutable copy in name order. */
    public Map<String, String> toMap() {
        Map<String, String> map = LinkedHashMap.newLinkedHashMap(size());
        forEach(map::put);
        return map;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other || other instanceof Labels that && Arrays.equals(pairs, that.pairs);
    }

    @Override
    public int hashCode() {
        int h = hash;
        if (h == 0) {
            h = Arrays.hashCode(pairs);
            hash = h;
        }
        return h;
    }

    /** Prometheus notation: {@code {alertname="NodeDown", host="cmp01"}}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("{");
        for (int i = 0; i < pairs.length; i += 2) {
            out.append(i == 0 ? "" : ", ").append(pairs[i]).append("=\"").append(escaped(pairs[i + 1]));
            out.append('"');
        }
        return out.append('}').toString();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    /** Collects labels in any order. Not thread-safe. */
    public static final class Builder {
        private record Pair(String name, String value) {}

        private final List<Pair> collected;

        public Builder() {
            this(8);
        }

        Builder(int expected) {
            collected = new ArrayList<>(expected);
        }

        public Builder add(String name, String value) {
            if (!value.isEmpty()) {
                collected.add(new Pair(name, value));
            }
            return this;
        }

        /** The label set; throws IllegalArgumentException when a name was added twice. */
        public Labels build() {
            collected.sort((a, b) -> Utf8.compare(a.name(), b.name()));
            String[] pairs = new String[collected.size() * 2];
            for (int i = 0; i < collected.size(); i++) {
                Pair pair = collected.get(i);
                if (i > 0 && collected.get(i - 1).name().equals(pair.name())) {
                    throw new IllegalArgumentException("label \"" + pair.name() + "\" is given twice");
                }
                pairs[2 * i] = pair.name();
                pairs[2 * i + 1] = pair.value();
            }
            return ofSorted(pairs);
        }
    }
}
