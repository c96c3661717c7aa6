package dev.tidegate.rollout.target.config;

import dev.tidegate.correlator.yaml.ConfigurationException;
import dev.tidegate.correlator.yaml.Yaml;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The fields of one mapping in YAML; every complaint names file and line. */
final class Fields {
    private final Yaml place;
    private final Map<String, Yaml> given;

    /** @param known others are refused, since a mistyped name must not be taken for a default */
    Fields(Yaml place, List<String> known) {
        this.place = place;
        this.given = place.entries(known);
    }

    Optional<Yaml> get(String name) {
        return Optional.ofNullable(given.get(name));
    }

    Optional<String> text(String name) {
        return get(name).map(value -> {
            if (value.text().isBlank()) {
                throw value.problem("\"" + name + "\" is empty");
            }
            return value.text();
        });
    }

    String needed(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    List<String> line(String name) {
        return get(name).map(Yaml::texts).orElseThrow(() -> missing(name));
    }

    URI url(String name) {
        String text = needed(name);
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw wrong(name, "\"" + text + "\" is not a url");
        }
    }

    /** A file that is there. */
    Optional<Path> file(String name) {
        return text(name).map(Path::of).map(path -> {
            if (!Files.isReadable(path)) {
                throw wrong(name, "the " + name + " " + path + " cannot be read");
            }
            return path;
        });
    }

    Duration duration(String name, Duration otherwise) {
        return get(name).map(Yaml::duration).orElse(otherwise);
    }

    int number(String name, int least, int most, int otherwise) {
        return get(name).map(value -> value.integer(least, most)).orElse(otherwise);
    }

    /** Single values by their names, as what they look like: true, 5, or a text. */
    Map<String, Object> values(String name) {
        Map<String, Object> values = new LinkedHashMap<>();
        get(name).map(Yaml::entries).orElse(Map.of()).forEach((key, value) -> values.put(key, value(value.text())));
        return values;
    }

    private static Object value(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> text.matches("-?\\d{1,18}") ? Long.valueOf(text) : text;
        };
    }

    /** What is made of these fields; what it refuses is told with their place. */
    <T> T made(Supplier<T> made) {
        try {
            return made.get();
        } catch (ConfigurationException told) {
            throw told;
        } catch (IllegalArgumentException refused) {
            throw place.problem(String.valueOf(refused.getMessage()));
        }
    }

    ConfigurationException wrong(String name, String what) {
        return get(name).orElse(place).problem(what);
    }

    private ConfigurationException missing(String name) {
        return place.problem("\"" + name + "\" is missing");
    }
}
