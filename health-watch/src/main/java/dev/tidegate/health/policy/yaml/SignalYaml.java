package dev.tidegate.health.policy.yaml;

import dev.tidegate.correlator.yaml.Yaml;
import dev.tidegate.health.policy.Comparison;
import dev.tidegate.health.policy.Direction;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Limit;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One signal of the policy file. */
final class SignalYaml {
    private static final List<String> OWN =
            List.of("name", "unit", "kind", "worse", "limit", "compare", "empty", "stale_after", "required", "shadow");
    private static final List<String> KNOWN =
            Stream.concat(OWN.stream(), SourceYaml.KINDS.stream()).toList();
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.:/-]{0,99}");
    private static final int MAX_ROUNDS = 10_000;
    private static final double MAX_MARGIN = 1_000;
    private static final int STALE_ROUNDS = 3;
    private static final Duration STALE_AT_LEAST = Duration.ofMinutes(1);

    private SignalYaml() {}

    static Signal signal(Yaml yaml, Duration interval) {
        Map<String, Yaml> entries = yaml.entries(KNOWN);
        String name = name(yaml, entries);
        Source source = SourceYaml.source(yaml, name, entries);
        SignalKind kind = kind(yaml, name, entries.get("kind"), source);
        Direction direction = direction(entries.get("worse"));
        Optional<Limit> limit = limit(entries.get("limit"), kind, direction);
        Optional<Comparison> comparison = comparison(entries.get("compare"));
        if (limit.isEmpty() && comparison.isEmpty()) {
            throw yaml.problem(
                    "\"" + name + "\" is neither compared nor has it a limit: it could never decide anything");
        }
        @Nullable Yaml unit = entries.get("unit");
        @Nullable Yaml empty = entries.get("empty");
        @Nullable Yaml stale = entries.get("stale_after");
        @Nullable Yaml required = entries.get("required");
        @Nullable Yaml shadow = entries.get("shadow");
        return new Signal(
                name,
                unit == null ? "" : unit.text(),
                kind,
                direction,
                source,
                limit,
                comparison,
                empty == null ? Empty.UNKNOWN : empty(empty, kind),
                stale == null ? staleAfter(interval) : PolicyYaml.duration(stale, interval, PolicyYaml.LONGEST),
                required == null || required.bool(),
                shadow != null && shadow.bool());
    }

    private static Duration staleAfter(Duration interval) {
        Duration rounds = interval.multipliedBy(STALE_ROUNDS);
        return rounds.compareTo(STALE_AT_LEAST) < 0 ? STALE_AT_LEAST : rounds;
    }

    private static String name(Yaml yaml, Map<String, Yaml> entries) {
        @Nullable Yaml given = entries.get("name");
        if (given == null) {
            throw yaml.problem("the signal has no \"name\"");
        }
        if (!NAME.matcher(given.text()).matches()) {
            throw given.problem("\"" + given.text()
                    + "\" is no name of a signal; it has 1 to 100 letters, digits and any of _ . : / -");
        }
        return given.text();
    }

    private static SignalKind kind(Yaml yaml, String name, @Nullable Yaml given, Source source) {
        boolean total = SourceYaml.hasTotal(source);
        if (given == null) {
            return total ? SignalKind.RATIO : SourceYaml.kindOf(source);
        }
        SignalKind kind = switch (given.text()) {
            case "gauge" -> SignalKind.GAUGE;
            case "count" -> SignalKind.COUNT;
            case "ratio" -> SignalKind.RATIO;
            default -> throw given.problem("\"" + given.text() + "\" is no kind; known are gauge, count, ratio");
        };
        if (total && kind != SignalKind.RATIO) {
            throw given.problem("\"" + name + "\" has a total, so its kind is ratio");
        }
        if (!total && kind == SignalKind.RATIO && source instanceof Source.Incidents) {
            throw given.problem("incidents have no total, so they cannot be a ratio");
        }
        if (!total && kind == SignalKind.RATIO && !(source instanceof Source.Given)) {
            throw yaml.problem("\"" + name + "\" is a ratio and has no \"total\": of how many");
        }
        return kind;
    }

    private static Direction direction(@Nullable Yaml given) {
        if (given == null) {
            return Direction.UP;
        }
        return switch (given.text()) {
            case "up" -> Direction.UP;
            case "down" -> Direction.DOWN;
            case "either" -> Direction.EITHER;
            default -> throw given.problem("\"" + given.text() + "\" is no direction; known are up, down, either");
        };
    }

    /** A number, or a mapping that says more. */
    private static Optional<Limit> limit(@Nullable Yaml given, SignalKind kind, Direction direction) {
        if (given == null) {
            return Optional.empty();
        }
        if (direction == Direction.EITHER) {
            throw given.problem("a limit needs to know on which side of it is worse: worse: up, or worse: down");
        }
        if (given.isText()) {
            return Optional.of(Limit.of(value(given, kind)));
        }
        Map<String, Yaml> entries = given.entries(List.of("value", "nodes", "rounds"));
        @Nullable Yaml value = entries.get("value");
        @Nullable Yaml nodes = entries.get("nodes");
        @Nullable Yaml rounds = entries.get("rounds");
        if (value == null) {
            throw given.problem("the limit has no \"value\"");
        }
        return Optional.of(new Limit(
                value(value, kind),
                nodes == null ? 0 : nodes.share(),
                rounds == null ? 1 : rounds.integer(1, MAX_ROUNDS)));
    }

    private static double value(Yaml yaml, SignalKind kind) {
        double value = kind == SignalKind.RATIO ? yaml.share() : yaml.number();
        if (kind == SignalKind.COUNT && value < 0) {
            throw yaml.problem("a count is never below 0, so neither is its limit");
        }
        return value;
    }

    /** {@code false}, {@code true}, or margins. */
    private static Optional<Comparison> comparison(@Nullable Yaml given) {
        if (given == null) {
            return Optional.of(Comparison.DEFAULT);
        }
        if (given.isText()) {
            return given.bool() ? Optional.of(Comparison.DEFAULT) : Optional.empty();
        }
        Map<String, Yaml> entries = given.entries(List.of("relative", "absolute"));
        @Nullable Yaml relative = entries.get("relative");
        @Nullable Yaml absolute = entries.get("absolute");
        return Optional.of(new Comparison(
                relative == null ? Comparison.DEFAULT.relative() : margin(relative),
                absolute == null ? Comparison.DEFAULT.absolute() : absolute.number(0, Double.MAX_VALUE)));
    }

    private static double margin(Yaml yaml) {
        return yaml.text().endsWith("%") ? yaml.share() : yaml.number(0, MAX_MARGIN);
    }

    private static Empty empty(Yaml given, SignalKind kind) {
        Empty empty = switch (given.text()) {
            case "unknown" -> Empty.UNKNOWN;
            case "zero" -> Empty.ZERO;
            default -> throw given.problem("\"" + given.text() + "\" is not known here; known are unknown, zero");
        };
        if (empty == Empty.ZERO && kind == SignalKind.GAUGE) {
            throw given.problem("no rows can mean no events, but never that a gauge is at 0");
        }
        return empty;
    }
}
