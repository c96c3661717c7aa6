package dev.tidegate.gateway.door;

import dev.tidegate.gateway.problem.Door;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.Yaml;

/** Doors as {@code verb /path}: those that the API's description has, and those that there are. */
final class Described {
    private Described() {}

    static Set<String> in(String file) {
        try {
            Map<String, Object> document = new Yaml()
                    .load(Files.readString(
                            Path.of("../gateway/src/main/resources/openapi").resolve(file)));
            Set<String> described = new TreeSet<>();
            ((Map<?, ?>) Objects.requireNonNull(document.get("paths")))
                    .forEach((path, verbs) -> ((Map<?, ?>) verbs)
                            .keySet().stream()
                                    .filter(verb -> !verb.equals("parameters"))
                                    .forEach(verb -> described.add(verb + " " + path)));
            return described;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Set<String> there(List<Door> doors) {
        Set<String> there = new TreeSet<>();
        doors.forEach(door -> door.methods()
                .keySet()
                .forEach(verb -> there.add(verb.name().toLowerCase(Locale.ROOT) + " " + door.path())));
        return there;
    }
}
