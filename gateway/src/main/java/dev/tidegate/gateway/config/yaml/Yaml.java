package dev.tidegate.gateway.config.yaml;

import dev.tidegate.gateway.config.ConfigurationException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A value in a YAML file that knows where it stands. Each way of reading it fails with a {@link ConfigurationException}
 * that begins with {@code file:line}.
 */
final class Yaml {
    private final Path file;
    private final @Nullable Node node;

    private Yaml(Path file, @Nullable Node node) {
        this.file = file;
        this.node = node;
    }

    static Yaml read(Path file) {
        try (Reader reader = Files.newBufferedReader(file)) {
            return new Yaml(file, new org.yaml.snakeyaml.Yaml(new LoaderOptions()).compose(reader));
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + ": there is no such file", e);
        } catch (IOException e) {
            throw new ConfigurationException(file + ": cannot be read: " + e, e);
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine();
            throw new ConfigurationException(file + ":" + (line + 1) + ": " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new ConfigurationException(file + ": " + e.getMessage(), e);
        }
    }

    ConfigurationException problem(String what) {
        int line = node == null ? 1 : node.getStartMark().getLine() + 1;
        return new ConfigurationException(file + ":" + line + ": " + what);
    }

    /** The entries of a mapping, in order; an empty file has none. */
    Map<String, Yaml> entries() {
        Map<String, Yaml> entries = new LinkedHashMap<>();
        if (node == null) {
            return entries;
        }
        if (!(node instanceof MappingNode mapping)) {
            throw problem("expected a mapping of names to values");
        }
        for (NodeTuple entry : mapping.getValue()) {
            Yaml key = new Yaml(file, entry.getKeyNode());
            if (entries.put(key.text(), new Yaml(file, entry.getValueNode())) != null) {
                throw key.problem("\"" + key.text() + "\" is there twice");
            }
        }
        return entries;
    }

    /** The entries, when all their names are among those known here. */
    Map<String, Yaml> entries(List<String> known) {
        Map<String, Yaml> entries = entries();
        entries.forEach((name, value) -> {
            if (!known.contains(name)) {
                throw value.problem("\"" + name + "\" is not known here; known are " + String.join(", ", known));
            }
        });
        return entries;
    }

    List<Yaml> list() {
        if (!(node instanceof SequenceNode sequence)) {
            throw problem("expected a list");
        }
        return sequence.getValue().stream().map(value -> new Yaml(file, value)).toList();
    }

    /** A list of texts; a single one counts as a list of one. */
    List<String> texts() {
        return node instanceof ScalarNode
                ? List.of(text())
                : list().stream().map(Yaml::text).toList();
    }

    String text() {
        if (!(node instanceof ScalarNode scalar)) {
            throw problem("expected a single value");
        }
        return scalar.getValue();
    }

    Duration duration() {
        return Durations.parse(text())
                .filter(Duration::isPositive)
                .orElseThrow(() -> problem("\"" + text() + "\" is not a duration; write 30s, 5m or 1h30m"));
    }

    double number(double from, double to) {
        try {
            double value = Double.parseDouble(text());
            if (value >= from && value <= to) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw problem("\"" + text() + "\" is not a number");
        }
        throw problem(text() + " is not from " + from + " to " + to);
    }

    int integer(int from, int to) {
        try {
            int value = Integer.parseInt(text());
            if (value >= from && value <= to) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw problem("\"" + text() + "\" is not a whole number");
        }
        throw problem(text() + " is not from " + from + " to " + to);
    }
}
