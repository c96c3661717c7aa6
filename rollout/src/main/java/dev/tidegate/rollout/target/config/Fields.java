package dev.tidegate.rollout.target.config;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of one mapping in YAML; every complaint names the place, such as {@code targets.salt.url}. */
final class Fields {
    private final String place;
    private final Map<String, @Nullable Object> given = new LinkedHashMap<>();
    private final Set<String> asked = new HashSet<>();

    Fields(@Nullable Object node, String place) {
        this.place = place;
        if (!(node instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException(place + " must be a mapping");
        }
        map.forEach((key, value) -> given.put(String.valueOf(key), value));
    }

    Optional<Object> get(String name) {
        asked.add(name);
        return Optional.ofNullable(given.get(name));
    }

    Optional<String> text(String name) {
        return get(name).map(value -> {
            if (value instanceof Map
                    || value instanceof List
                    || value.toString().isBlank()) {
                throw wrong(name, "must be a text");
            }
            return value.toString();
        });
    }

    String needed(String name) {
        return text(name).orElseThrow(() -> wrong(name, "is missing"));
    }

    URI url(String name) {
        String text = needed(name);
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw wrong(name, "is not a url: " + text);
        }
    }

    /** A file that is there. */
    Optional<Path> file(String name) {
        return text(name).map(Path::of).map(path -> {
            if (!Files.isReadable(path)) {
                throw wrong(name, "names a file that cannot be read: " + path);
            }
            return path;
        });
    }

    /** {@code 10s}, {@code 2m}, or ISO-8601. */
    Duration duration(String name, Duration otherwise) {
        return text(name).map(text -> duration(name, text)).orElse(otherwise);
    }

    private Duration duration(String name, String text) {
        try {
            Duration read = Duration.parse(text.startsWith("P") ? text : "PT" + text);
            if (read.isPositive()) {
                return read;
            }
        } catch (DateTimeParseException e) {
            throw wrong(name, "is not a duration such as 10s: " + text);
        }
        throw wrong(name, "must be more than nothing: " + text);
    }

    int number(String name, int least, int most, int otherwise) {
        return get(name)
                .map(value -> {
                    if (value instanceof Integer number && number >= least && number <= most) {
                        return number;
                    }
                    throw wrong(name, "must be a whole number from " + least + " to " + most + ", not " + value);
                })
                .orElse(otherwise);
    }

    Optional<List<String>> texts(String name) {
        return get(name).map(value -> {
            if (!(value instanceof List<?> list)) {
                throw wrong(name, "must be a list");
            }
            List<String> texts = new ArrayList<>();
            list.forEach(one -> texts.add(String.valueOf(one)));
            return texts;
        });
    }

    Optional<Fields> fields(String name) {
        return get(name).map(value -> new Fields(value, place + "." + name));
    }

    /** All of them, as they are. */
    Map<String, Object> all() {
        Map<String, Object> all = new LinkedHashMap<>();
        given.forEach((name, value) -> {
            if (value != null) {
                all.put(name, value);
            }
        });
        asked.addAll(given.keySet());
        return all;
    }

    /** Complains about what nobody asked for: a mistyped name must not be taken for a default. */
    void nothingElse() {
        for (String name : given.keySet()) {
            if (!asked.contains(name)) {
                throw wrong(name, "is not known here");
            }
        }
    }

    IllegalArgumentException wrong(String name, String how) {
        return new IllegalArgumentException(place + "." + name + " " + how);
    }

    String place() {
        return place;
    }
}
