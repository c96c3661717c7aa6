package dev.tidegate.health.policy.yaml;

import dev.tidegate.correlator.yaml.Yaml;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import dev.tidegate.model.matcher.Matchers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a signal comes from: exactly one of the keys named here. */
final class SourceYaml {
    static final List<String> KINDS = List.of("prometheus", "influx", "elasticsearch", "incidents", "given");

    private static final String SERVER = "default";
    private static final int MAX_QUERY = 10_000;
    private static final Pattern LABEL = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
    private static final Pattern FIELD = Pattern.compile("[^\\s\"\\\\]{1,200}");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$([A-Za-z_]\\w*)");
    private static final List<String> PLACEHOLDERS = List.of("nodes", "interval");
    /** The time is told to InfluxDB in the query itself; one that has none of its own would make old values look new. */
    private static final List<String> IN_INFLUXQL = List.of("where", "by", "nodes", "interval");

    private SourceYaml() {}

    static Source source(Yaml signal, String name, Map<String, Yaml> entries) {
        List<String> kinds = KINDS.stream().filter(entries::containsKey).toList();
        if (kinds.size() != 1) {
            throw signal.problem("\"" + name + "\" needs one source, and has "
                    + (kinds.isEmpty() ? "none" : String.join(" and ", kinds)) + "; known are "
                    + String.join(", ", KINDS));
        }
        Yaml source = entries.getOrDefault(kinds.getFirst(), signal);
        return switch (kinds.getFirst()) {
            case "prometheus" -> prometheus(source);
            case "influx" -> influx(source);
            case "elasticsearch" -> elasticsearch(source);
            case "incidents" -> incidents(source);
            default -> given(source);
        };
    }

    static boolean hasTotal(Source source) {
        return switch (source) {
            case Source.Prometheus prometheus -> prometheus.total().isPresent();
            case Source.Influx influx -> influx.total().isPresent();
            case Source.Elasticsearch elasticsearch -> elasticsearch.total().isPresent();
            case Source.Incidents unused -> false;
            case Source.Given unused -> false;
        };
    }

    /** What a source's values are when nobody says. */
    static SignalKind kindOf(Source source) {
        return source instanceof Source.Elasticsearch ? SignalKind.COUNT : SignalKind.GAUGE;
    }

    private static Source prometheus(Yaml yaml) {
        if (yaml.isText()) {
            return new Source.Prometheus(SERVER, query(yaml, PLACEHOLDERS), Optional.empty(), "instance");
        }
        Map<String, Yaml> entries = yaml.entries(List.of("server", "query", "total", "label"));
        @Nullable Yaml label = entries.get("label");
        if (label != null && !LABEL.matcher(label.text()).matches()) {
            throw label.problem("\"" + label.text() + "\" is no name of a label");
        }
        return new Source.Prometheus(
                server(entries),
                query(yaml, entries, PLACEHOLDERS),
                total(entries, PLACEHOLDERS),
                label == null ? "instance" : label.text());
    }

    private static Source influx(Yaml yaml) {
        Map<String, Yaml> entries = yaml.entries(List.of("server", "database", "query", "total", "tag"));
        return new Source.Influx(
                server(entries),
                required(yaml, entries, "database"),
                query(yaml, entries, IN_INFLUXQL),
                total(entries, IN_INFLUXQL),
                field(entries.get("tag"), "host"));
    }

    private static Source elasticsearch(Yaml yaml) {
        Map<String, Yaml> entries =
                yaml.entries(List.of("server", "index", "query", "total", "node_field", "time_field"));
        return new Source.Elasticsearch(
                server(entries),
                required(yaml, entries, "index"),
                query(yaml, entries, PLACEHOLDERS),
                total(entries, PLACEHOLDERS),
                field(entries.get("node_field"), "host.name"),
                field(entries.get("time_field"), "@timestamp"));
    }

    /** One text or a list of texts, each in Alertmanager's notation. */
    private static Source incidents(Yaml yaml) {
        for (String text : yaml.texts()) {
            try {
                Matchers.parse(text);
            } catch (IllegalArgumentException e) {
                throw yaml.problem(String.valueOf(e.getMessage()));
            }
        }
        return new Source.Incidents(
                String.join(",", yaml.texts().stream().map(SourceYaml::bare).toList()));
    }

    private static String bare(String matchers) {
        String text = matchers.strip();
        return text.startsWith("{") && text.endsWith("}")
                ? text.substring(1, text.length() - 1).strip()
                : text;
    }

    private static Source given(Yaml yaml) {
        if (!yaml.bool()) {
            throw yaml.problem("write given: true for values that come from a file, or name another source");
        }
        return new Source.Given();
    }

    private static String server(Map<String, Yaml> entries) {
        @Nullable Yaml server = entries.get("server");
        return server == null ? SERVER : notBlank(server, "server");
    }

    private static Optional<String> total(Map<String, Yaml> entries, List<String> placeholders) {
        return Optional.ofNullable(entries.get("total")).map(total -> query(total, placeholders));
    }

    private static String query(Yaml yaml, Map<String, Yaml> entries, List<String> placeholders) {
        @Nullable Yaml given = entries.get("query");
        if (given == null) {
            throw yaml.problem("\"query\" is missing");
        }
        return query(given, placeholders);
    }

    private static String required(Yaml yaml, Map<String, Yaml> entries, String name) {
        @Nullable Yaml given = entries.get(name);
        if (given == null) {
            throw yaml.problem("\"" + name + "\" is missing");
        }
        return notBlank(given, name);
    }

    private static String notBlank(Yaml yaml, String name) {
        if (yaml.text().isBlank()) {
            throw yaml.problem("\"" + name + "\" is empty");
        }
        return yaml.text();
    }

    private static String field(@Nullable Yaml given, String otherwise) {
        if (given == null) {
            return otherwise;
        }
        if (!FIELD.matcher(given.text()).matches()) {
            throw given.problem("\"" + given.text() + "\" is no name of a field or tag");
        }
        return given.text();
    }

    private static String query(Yaml yaml, List<String> placeholders) {
        String query = notBlank(yaml, "query");
        if (query.length() > MAX_QUERY) {
            throw yaml.problem("the query is longer than " + MAX_QUERY + " characters");
        }
        Matcher matcher = PLACEHOLDER.matcher(query);
        while (matcher.find()) {
            if (!placeholders.contains(matcher.group(1))) {
                throw yaml.problem("\"" + matcher.group() + "\" stands for nothing here; known are $"
                        + String.join(", $", placeholders));
            }
        }
        if (placeholders.equals(IN_INFLUXQL) && !query.contains("$where")) {
            throw yaml.problem("an InfluxQL query must have WHERE $where, which stands for the nodes and the time");
        }
        return query;
    }
}
