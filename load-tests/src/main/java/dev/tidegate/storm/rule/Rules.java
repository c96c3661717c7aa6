package dev.tidegate.storm.rule;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules a site runs: StackLight's 259, and four of our own for rack power and switches, by name.
 *
 * <p>They are read from CSV resources with the columns formula, alert, severity, service, for, expr_first_line,
 * summary; one rule a line, fields quoted as RFC 4180 says. Where StackLight repeats a name, the first one counts.
 */
public final class Rules {
    private static final String TEMPLATE = "{{ camel_case_name }}";

    private final Map<String, Rule> byName;

    private Rules(Map<String, Rule> byName) {
        this.byName = byName;
    }

    /** The rules that come with the generator. */
    public static Rules stackLight() {
        Map<String, Rule> rules = new LinkedHashMap<>();
        for (String resource : List.of("stacklight_alerts.csv", "site_alerts.csv")) {
            read(resource, rules);
        }
        return new Rules(rules);
    }

    /**
     * The rule of that name. A Docker service's rule is found by its full name, such as {@code
     * DockerServiceMonitoringRemoteAgentOutage}.
     *
     * @throws IllegalArgumentException when no rule has that name
     */
    public Rule named(String name) {
        @Nullable Rule rule = byName.get(name);
        if (rule != null) {
            return rule;
        }
        for (Rule template : byName.values()) {
            int at = template.name().indexOf(TEMPLATE);
            if (at >= 0) {
                String head = template.name().substring(0, at);
                String tail = template.name().substring(at + TEMPLATE.length());
                if (name.startsWith(head) && name.endsWith(tail)) {
                    return template.forService(name.substring(at, name.length() - tail.length()));
                }
            }
        }
        throw new IllegalArgumentException("no alert rule is named " + name);
    }

    /** How many rules there are. */
    public int size() {
        return byName.size();
    }

    private static void read(String resource, Map<String, Rule> rules) {
        try (InputStream stream = Objects.requireNonNull(Rules.class.getResourceAsStream(resource), resource);
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            lines.lines().skip(1).map(Rules::fields).forEach(row -> {
                Rule rule = new Rule(
                        row.get(1), row.get(2), row.get(3), hold(row.get(4)), unquote(row.get(5)), unquote(row.get(6)));
                rules.putIfAbsent(rule.name(), rule);
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the rules in " + resource, e);
        }
    }

    private static Duration hold(String text) {
        if (text.isEmpty()) {
            return Duration.ZERO;
        }
        long amount = Long.parseLong(text.substring(0, text.length() - 1));
        return text.endsWith("s") ? Duration.ofSeconds(amount) : Duration.ofMinutes(amount);
    }

    private static String unquote(String text) {
        return text.length() > 1 && text.startsWith("\"") ? text.substring(1, text.length() - 1) : text;
    }

    static List<String> fields(String line) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                field.append(c);
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
