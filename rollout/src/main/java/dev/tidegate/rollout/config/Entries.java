package dev.tidegate.rollout.config;

import dev.tidegate.correlator.yaml.ConfigurationException;
import dev.tidegate.correlator.yaml.Durations;
import dev.tidegate.correlator.yaml.Yaml;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A mapping of a file that knows its path, so that every mistake is told with file, line and path. */
final class Entries {
    private final String path;
    private final @Nullable Yaml whole;
    private final Map<String, Yaml> values;

    private Entries(String path, @Nullable Yaml whole) {
        this.path = path;
        this.whole = whole;
        this.values = whole == null ? Map.of() : whole.entries();
    }

    /** @param value null is an empty mapping */
    static Entries of(String path, @Nullable Yaml value) {
        return new Entries(path, value);
    }

    /** The mappings below this one, by name. */
    Map<String, Entries> each() {
        Map<String, Entries> found = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]{0,63}") || name.contains("..")) {
                throw value.problem(path + ": \"" + name
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
                throw problem(key, "is not known here; known are " + String.join(", ", new TreeSet<>(known)));
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
        Yaml value = values.get(key);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isText()) {
            throw problem(key, "expected a single value");
        }
        if (value.text().isBlank()) {
            throw problem(key, "is empty");
        }
        return Optional.of(value.text());
    }

    /** A list of texts; a single one counts as a list of one. */
    List<String> texts(String key) {
        Yaml value = values.get(key);
        if (value == null) {
            return List.of();
        }
        List<String> texts = value.texts();
        if (texts.stream().anyMatch(String::isBlank)) {
            throw problem(key, "has an empty entry");
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
                throw problem(key, "the file " + file + " cannot be read: " + unreadable);
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
            throw problem(key, "\"" + text + "\" is no address (" + wrong.getMessage() + ")");
        }
    }

    /** A mistake about one key, which stands where its value does, or where it is missed. */
    ConfigurationException problem(String key, String what) {
        Yaml value = values.get(key);
        return at(value == null ? whole : value, path + "." + key + ": " + what);
    }

    /** A mistake that was found while the whole was put together. */
    ConfigurationException problem(IllegalArgumentException wrong) {
        return at(whole, path + ": " + wrong.getMessage());
    }

    private static ConfigurationException at(@Nullable Yaml place, String what) {
        return place == null ? new ConfigurationException(what) : place.problem(what);
    }
}
