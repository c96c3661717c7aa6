package dev.tidegate.correlator.yaml;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
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
 * that begins with {@code file:line}. JSON is read as well: it is YAML.
 */
public final class Yaml {
    private final String file;
    private final @Nullable Node node;

    private Yaml(String file, @Nullable Node node) {
        this.file = file;
        this.node = node;
    }

    public static Yaml read(Path file) {
        return read(file, new LoaderOptions().getCodePointLimit());
    }

    /** @param most characters that the file may have */
    public static Yaml read(Path file, int most) {
        return parse(text(file), file.toString(), most);
    }

    /** What is in a file that somebody named; fails with a {@link ConfigurationException} that begins with the file. */
    public static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new ConfigurationException(file + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new ConfigurationException(file + ": this process may not read it", e);
        } catch (MalformedInputException e) {
            throw new ConfigurationException(file + ": is not text in UTF-8", e);
        } catch (IOException e) {
            String why = Files.isDirectory(file) ? "is a directory" : "cannot be read: " + e.getMessage();
            throw new ConfigurationException(file + ": " + why, e);
        }
    }

    /**
     * The same for a text that is no file.
     *
     * @param name stands where the file's name does
     */
    public static Yaml parse(String text, String name) {
        return parse(text, name, new LoaderOptions().getCodePointLimit());
    }

    private static Yaml parse(String text, String name, int most) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(most);
        // JSON may be indented with tabs, which YAML forbids; no string of JSON contains one
        String yaml = text.stripLeading().startsWith("{") ? text.replace('\t', ' ') : text;
        try {
            return new Yaml(name, new org.yaml.snakeyaml.Yaml(options).compose(new StringReader(yaml)));
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 0 : e.getProblemMark().getLine();
            throw new ConfigurationException(name + ":" + (line + 1) + ": " + e.getProblem(), e);
        } catch (YAMLException e) {
            throw new ConfigurationException(name + ": " + e.getMessage(), e);
        }
    }

    /** A mistake in this value, for the caller to throw. */
    public ConfigurationException problem(String what) {
        int line = node == null ? 1 : node.getStartMark().getLine() + 1;
        return new ConfigurationException(file + ":" + line + ": " + what);
    }

    /** The entries of a mapping, in order; an empty file has none. */
    public Map<String, Yaml> entries() {
        return mapping(null);
    }

    /** The entries, when all their names are among those known here. */
    public Map<String, Yaml> entries(List<String> known) {
        return mapping(known);
    }

    private Map<String, Yaml> mapping(@Nullable List<String> known) {
        Map<String, Yaml> entries = new LinkedHashMap<>();
        if (node == null) {
            return entries;
        }
        if (!(node instanceof MappingNode tuples)) {
            throw problem("expected a mapping of names to values");
        }
        for (NodeTuple entry : tuples.getValue()) {
            Yaml key = new Yaml(file, entry.getKeyNode());
            if (known != null && !known.contains(key.text())) {
                throw key.problem("\"" + key.text() + "\" is not known here; known are " + String.join(", ", known));
            }
            if (entries.put(key.text(), new Yaml(file, entry.getValueNode())) != null) {
                throw key.problem("\"" + key.text() + "\" is there twice");
            }
        }
        return entries;
    }

    public List<Yaml> list() {
        if (!(node instanceof SequenceNode sequence)) {
            throw problem("expected a list");
        }
        return sequence.getValue().stream().map(value -> new Yaml(file, value)).toList();
    }

    /** Whether it is a single value, neither a list nor a mapping. */
    public boolean isText() {
        return node instanceof ScalarNode;
    }

    /** A list of texts; a single one counts as a list of one. */
    public List<String> texts() {
        return isText() ? List.of(text()) : list().stream().map(Yaml::text).toList();
    }

    public String text() {
        if (!(node instanceof ScalarNode scalar)) {
            throw problem("expected a single value");
        }
        return scalar.getValue();
    }

    public boolean bool() {
        return switch (text()) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw problem("\"" + text() + "\" is neither true nor false");
        };
    }

    public Duration duration() {
        return Durations.parse(text())
                .filter(Duration::isPositive)
                .orElseThrow(() -> problem("\"" + text() + "\" is not a duration; write 30s, 5m or 1h30m"));
    }

    public double number(double from, double to) {
        double value = number(text());
        if (value >= from && value <= to) {
            return value;
        }
        throw problem(text() + " is not from " + from + " to " + to);
    }

    /** Any number but NaN and the infinities. */
    public double number() {
        double value = number(text());
        if (Double.isFinite(value)) {
            return value;
        }
        throw problem("\"" + text() + "\" is not a finite number");
    }

    /** A number from 0 to 1, or a percentage such as {@code 10%}. */
    public double share() {
        String text = text();
        boolean percent = text.endsWith("%");
        double value = percent ? number(text.substring(0, text.length() - 1)) / 100 : number(text);
        if (value >= 0 && value <= 1) {
            return value;
        }
        throw problem("\"" + text + "\" is not a share; write a number from 0 to 1, or a percentage");
    }

    private double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw problem("\"" + text() + "\" is not a number");
        }
    }

    public int integer(int from, int to) {
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
