package dev.tidegate.rollout.config;

import dev.tidegate.correlator.yaml.ConfigurationException;
import dev.tidegate.correlator.yaml.Durations;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A mapping of a file that knows its path, so that every mistake can be told with the place where it stands. */
final class Entries {
    private final String path;
    private final Map<String, @Nullable Object> values;

    private Entries(String path, Map<String, @Nullable Object> values) {
        this.path = path;
        this.values = values;
    }

    /** @param value null and absent are an empty mapping */
    static Entries of(String path, @Nullable Object value) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        switch (value) {
            case null -> {}
            case Map<?, ?> map -> map.forEach((key, entry) -> values.put(String.valueOf(key), entry));
            default -> throw new ConfigurationException(path + ": expected a mapping of names to values");
        }
        return new Entries(path, values);
    }

    /** The mappings below this one, by name. */
    Map<String, Entries> each() {
        Map<String, Entries> found = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (name.isBlank() || !name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}") || name.contains("..")) {
                throw new ConfigurationException(path + ": \"" + name
                        + "\" cannot be a name; use letters, digits, dots, hyphens and underscores");
            }
            found.put(name, of(path + "." + name, value));
        });
        return found;
    }

    /** @throws ConfigurationException when there is a key that is not among these */
    Entries only(Set<String> known) {
        for (String key : values.keySet()) {
            if (!known.contains(key)) {
                throw new ConfigurationException(
                        path + "." + key + ": is not known here; known are " + String.join(", ", new TreeSet<>(known)));
            }
        }
        return this;
    }

    String text(String key) {
        return find(key).orElseThrow(() -> problem(key, "is missing"));
    }

    String text(String key, String otherwise) {
        return find(key).orElse(otherwise);
    }

    Optional<String> find(String key) {
        Object value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        String text = switch (value) {
            case String one -> one;
            case Number one -> one.toString();
            case Boolean one -> one.toString();
            default -> throw problem(key, "expected a single value");
        };
        if (text.isBlank()) {
            throw problem(key, "is empty");
        }
        return Optional.of(text);
    }

    /** A list of texts; a single one counts as a list of one. */
    List<String> texts(String key) {
        if (!(values.get(key) instanceof List<?> list)) {
            return find(key).map(List::of).orElse(List.of());
        }
        List<String> texts = new ArrayList<>();
        for (Object one : list) {
            if (!(one instanceof String text) || text.isBlank()) {
                throw problem(key + "[" + texts.size() + "]", "expected a text");
            }
            texts.add(text);
        }
        return texts;
    }

    /** What a file holds, without white space around it; the file's name is never taken for the secret. */
    Optional<String> secret(String key) {
        return find(key).map(file -> {
            try {
                String secret = Files.readString(Path.of(file)).strip();
                if (secret.isEmpty()) {
                    throw problem(key, "the file " + file + " is empty");
                }
                return secret;
            } catch (IOException unreadable) {
                throw new ConfigurationException(
                        path + "." + key + ": the file " + file + " cannot be read: " + unreadable, unreadable);
            }
        });
    }

    Optional<Duration> duration(String key) {
        return find(key)
                .map(text -> Durations.parse(text)
                        .filter(Duration::isPositive)
                        .orElseThrow(() -> problem(key, "\"" + text + "\" is not a duration; write 30s, 5m or 1h30m")));
    }

    URI http(String key) {
        String text = text(key);
        try {
            return URI.create(text);
        } catch (IllegalArgumentException wrong) {
            throw new ConfigurationException(path + "." + key + ": \"" + text + "\" is no address", wrong);
        }
    }

    ConfigurationException problem(String key, String what) {
        return new ConfigurationException(path + "." + key + ": " + what);
    }

    /** A mistake that was found while the whole was put together. */
    ConfigurationException problem(IllegalArgumentException wrong) {
        return new ConfigurationException(path + ": " + wrong.getMessage(), wrong);
    }
}
