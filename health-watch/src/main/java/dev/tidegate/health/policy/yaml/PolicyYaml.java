package dev.tidegate.health.policy.yaml;

import dev.tidegate.correlator.yaml.Durations;
import dev.tidegate.correlator.yaml.Yaml;
import dev.tidegate.health.policy.Exposure;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A {@link HealthPolicy} as people write it: one YAML file, or one JSON object. Everything but the signals has a
 * default. docs/health.md describes the file.
 */
public final class PolicyYaml {
    static final int MAX_WAVES = 1_000;
    static final Duration MAX_INTERVAL = Duration.ofHours(1);
    static final Duration LONGEST = Duration.ofDays(7);

    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration SNAPSHOT = Duration.ofMinutes(10);
    private static final Duration ASK = Duration.ofMinutes(5);
    private static final int MAX_ROUNDS = 1_000_000;
    private static final int MAX_NAME = 100;

    private static final List<String> KNOWN =
            List.of("name", "interval", "snapshot", "budget", "waves", "exposure", "ask", "signals");
    private static final List<String> EXPOSURES = List.of("duration", "rounds", "nodes", "events");
    private static final Pattern EXTENSION = Pattern.compile("\\.[A-Za-z]{1,5}$");

    private PolicyYaml() {}

    /**
     * Reads a policy from a file; its name is the file's, if it does not say another.
     *
     * @throws dev.tidegate.correlator.yaml.ConfigurationException with file, line and reason
     */
    public static HealthPolicy read(Path file) {
        Path name = file.getFileName();
        return policy(Yaml.read(file), name == null ? "" : name.toString());
    }

    /**
     * Reads a policy from a text, such as the body of a request.
     *
     * @param name of the text, for mistakes; the policy's name, if it does not say another
     * @throws dev.tidegate.correlator.yaml.ConfigurationException with name, line and reason
     */
    public static HealthPolicy parse(String text, String name) {
        return policy(Yaml.parse(text, name), name);
    }

    private static HealthPolicy policy(Yaml file, String fileName) {
        Map<String, Yaml> entries = file.entries(KNOWN);
        @Nullable Yaml name = entries.get("name");
        @Nullable Yaml intervalEntry = entries.get("interval");
        @Nullable Yaml budget = entries.get("budget");
        @Nullable Yaml waves = entries.get("waves");
        @Nullable Yaml ask = entries.get("ask");
        @Nullable Yaml signals = entries.get("signals");
        Duration interval = intervalEntry == null
                ? INTERVAL
                : duration(intervalEntry, HealthPolicy.SHORTEST_INTERVAL, MAX_INTERVAL);
        if (signals == null) {
            throw file.problem("\"signals\" is missing: what is to be looked at");
        }
        return new HealthPolicy(
                name == null ? EXTENSION.matcher(fileName).replaceFirst("") : name(name),
                interval,
                snapshot(entries.get("snapshot"), interval),
                budget == null ? HealthPolicy.DEFAULT_BUDGET : budget(budget),
                waves == null ? 1 : waves.integer(1, MAX_WAVES),
                exposure(entries.get("exposure")),
                ask == null ? ASK : duration(ask, interval, LONGEST),
                signals(signals, interval));
    }

    private static String name(Yaml yaml) {
        String name = yaml.text();
        if (name.isBlank() || name.length() > MAX_NAME) {
            throw yaml.problem("a policy's name has 1 to " + MAX_NAME + " characters");
        }
        return name;
    }

    private static Duration snapshot(@Nullable Yaml yaml, Duration interval) {
        if (yaml == null) {
            // ten minutes, but enough rounds for a level to be known also when they are far apart
            Duration rounds = interval.multipliedBy(20);
            return rounds.compareTo(SNAPSHOT) > 0 ? rounds : SNAPSHOT;
        }
        Duration snapshot = orZero(yaml);
        if (!snapshot.isZero() && snapshot.compareTo(interval) < 0) {
            throw yaml.problem("\"" + yaml.text() + "\" is shorter than one interval; 0s is no snapshot at all");
        }
        return snapshot;
    }

    private static double budget(Yaml yaml) {
        double budget = yaml.share();
        if (budget <= 0 || budget >= 1) {
            throw yaml.problem("\"" + yaml.text() + "\" is no budget; it is a probability above 0 and below 1");
        }
        return budget;
    }

    private static Exposure exposure(@Nullable Yaml yaml) {
        if (yaml == null) {
            return Exposure.DEFAULT;
        }
        Map<String, Yaml> entries = yaml.entries(EXPOSURES);
        @Nullable Yaml duration = entries.get("duration");
        @Nullable Yaml rounds = entries.get("rounds");
        @Nullable Yaml nodes = entries.get("nodes");
        @Nullable Yaml events = entries.get("events");
        return new Exposure(
                duration == null ? Exposure.DEFAULT.duration() : orZero(duration),
                rounds == null ? Exposure.DEFAULT.rounds() : rounds.integer(1, MAX_ROUNDS),
                nodes == null ? Exposure.DEFAULT.nodes() : nodes(nodes),
                events == null ? Exposure.DEFAULT.events() : events.integer(0, Integer.MAX_VALUE));
    }

    private static double nodes(Yaml yaml) {
        double nodes = yaml.share();
        if (nodes == 0) {
            throw yaml.problem("at least some of the nodes must report; write 100%, or a share above 0");
        }
        return nodes;
    }

    private static List<Signal> signals(Yaml list, Duration interval) {
        List<Yaml> items = list.list();
        if (items.isEmpty()) {
            throw list.problem("a policy needs at least one signal");
        }
        if (items.size() > HealthPolicy.MOST_SIGNALS) {
            throw list.problem(items.size() + " signals are more than " + HealthPolicy.MOST_SIGNALS);
        }
        List<Signal> signals = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Yaml item : items) {
            Signal signal = SignalYaml.signal(item, interval);
            if (!names.add(signal.name())) {
                throw item.problem("there are two signals \"" + signal.name() + "\"");
            }
            signals.add(signal);
        }
        for (int i = 0; i < signals.size(); i++) {
            String total = signals.get(i).name() + ".total";
            if (signals.get(i).kind() == SignalKind.RATIO && names.contains(total)) {
                throw items.get(i)
                        .problem("\"" + total + "\" is how files name this ratio's total; it cannot be a signal");
            }
        }
        if (signals.stream().allMatch(signal -> signal.shadow() || !signal.required())) {
            throw list.problem("at least one signal must be required and not a shadow, or nothing can ever be Healthy");
        }
        return signals;
    }

    static Duration duration(Yaml yaml, Duration from, Duration to) {
        Duration duration = yaml.duration();
        if (duration.compareTo(from) < 0 || duration.compareTo(to) > 0) {
            throw yaml.problem(
                    "\"" + yaml.text() + "\" is not from " + seconds(from) + " to " + seconds(to) + " seconds");
        }
        return duration;
    }

    /** A duration that may be none. */
    private static Duration orZero(Yaml yaml) {
        boolean none = yaml.text().equals("0")
                || Durations.parse(yaml.text()).filter(Duration::isZero).isPresent();
        return none ? Duration.ZERO : duration(yaml, Duration.ofMillis(1), LONGEST);
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? Long.toString(duration.toSeconds())
                : Double.toString(duration.toMillis() / 1000.0);
    }
}
