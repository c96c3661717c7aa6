package dev.tidegate.storm;

import dev.tidegate.storm.fault.FaultKind;
import dev.tidegate.storm.fleet.FleetPlan;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was asked for on the command line.
 *
 * @param url the server to send to
 * @param record the file to record to
 * @param rate alerts per second, when given
 * @param duration how long to send, when given
 * @param inFlight most requests under way at once
 */
record Options(
        Optional<URI> url,
        Optional<Path> record,
        Optional<Path> truth,
        int nodes,
        Optional<Integer> rate,
        Optional<Duration> duration,
        long seed,
        Optional<FaultKind> fault,
        Optional<String> token,
        int inFlight) {
    static final int DEFAULT_NODES = 500;
    static final int DEFAULT_RATE = 500;
    static final Duration DEFAULT_DURATION = Duration.ofSeconds(60);
    static final int DEFAULT_IN_FLIGHT = 16;
    static final int MAX_RATE = 1_000_000;
    static final int MAX_SECONDS = 86_400;
    static final int MAX_IN_FLIGHT = 1024;

    static final String HELP = """
            Usage: storm --url URL [options]          send an alert storm to a server
                   storm --record FILE [options]      write it to a file instead (or as well)

            Makes up a fleet with StackLight's alert rules, breaks things in it, and sends what two
            Prometheus servers would send about it to URL/api/v2/alerts: 40 minutes of simulated time,
            squeezed into the duration.

              --url URL         server, such as http://127.0.0.1:8080
              --record FILE     write the alerts with simulated times, one JSON object a line, for replay
              --truth FILE      write which alert belongs to which fault, one JSON object a line
              --nodes N         hosts, virtual machines and switches, %d to %,d (default %d)
              --rate R          alerts per second, resends included (default %d)
              --duration S      seconds to send for (default %d)
              --seed K          settles every random choice (default 1)
              --fault NAME      break this one thing only:
                                %s
              --token T         bearer token (default: TIDEGATE_INGEST_TOKEN, else none)
              --in-flight N     most requests under way at once (default %d)
              --help            this text

            A recording without --rate and --duration resends once a minute, as Prometheus does.
            Exit status: 0 all accepted, 1 the server was away or refused alerts, 2 wrong options.
            """.formatted(
                    FleetPlan.MIN_NODES,
                    FleetPlan.MAX_NODES,
                    DEFAULT_NODES,
                    DEFAULT_RATE,
                    DEFAULT_DURATION.toSeconds(),
                    FaultKind.names().replaceFirst("(slow-disk, )", "$1\n                    "),
                    DEFAULT_IN_FLIGHT);

    private static final Set<String> NAMES =
            Set.of("url", "record", "truth", "nodes", "rate", "duration", "seed", "fault", "token", "in-flight");

    /** Reads a command line; throws IllegalArgumentException with a sentence that names the option. */
    static Options parse(List<String> args, Map<String, String> environment) {
        Map<String, String> given = given(args);
        Options options = new Options(
                Optional.ofNullable(given.get("url")).map(Options::url),
                Optional.ofNullable(given.get("record")).map(Path::of),
                Optional.ofNullable(given.get("truth")).map(Path::of),
                number(given, "nodes", FleetPlan.MIN_NODES, FleetPlan.MAX_NODES).orElse(DEFAULT_NODES),
                number(given, "rate", 1, MAX_RATE),
                number(given, "duration", 1, MAX_SECONDS).map(Duration::ofSeconds),
                seed(given),
                Optional.ofNullable(given.get("fault")).map(Options::fault),
                Optional.ofNullable(given.getOrDefault("token", environment.get("TIDEGATE_INGEST_TOKEN")))
                        .filter(token -> !token.isBlank()),
                number(given, "in-flight", 1, MAX_IN_FLIGHT).orElse(DEFAULT_IN_FLIGHT));
        if (options.url.isEmpty() && options.record.isEmpty()) {
            throw new IllegalArgumentException("give --url to send the storm, or --record to write it to a file");
        }
        return options;
    }

    /** Whether the volume is asked for, or as many messages as Prometheus would make are fine. */
    boolean hasVolume() {
        return url.isPresent() || rate.isPresent() || duration.isPresent();
    }

    int rateOrDefault() {
        return rate.orElse(DEFAULT_RATE);
    }

    Duration durationOrDefault() {
        return duration.orElse(DEFAULT_DURATION);
    }

    private static Map<String, String> given(List<String> args) {
        Map<String, String> given = new LinkedHashMap<>();
        for (int i = 0; i < args.size(); i++) {
            String arg = args.get(i);
            int equals = arg.indexOf('=');
            String name = arg.startsWith("--") ? arg.substring(2, equals < 0 ? arg.length() : equals) : "";
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("there is no option " + arg);
            }
            if (equals < 0 && i + 1 == args.size()) {
                throw new IllegalArgumentException("--" + name + " needs a value");
            }
            given.put(name, equals < 0 ? args.get(++i) : arg.substring(equals + 1));
        }
        return given;
    }

    private static Optional<Integer> number(Map<String, String> given, String name, int least, int most) {
        return Optional.ofNullable(given.get(name)).map(text -> {
            if (!text.matches("\\d{1,9}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
                throw new IllegalArgumentException(
                        "--%s wants a whole number from %d to %d, not \"%s\"".formatted(name, least, most, text));
            }
            return Integer.parseInt(text);
        });
    }

    private static long seed(Map<String, String> given) {
        String text = given.getOrDefault("seed", "1");
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--seed wants a whole number, not \"" + text + "\"", e);
        }
    }

    private static FaultKind fault(String name) {
        return FaultKind.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "--fault wants one of %s, not \"%s\"".formatted(FaultKind.names(), name)));
    }

    private static URI url(String text) {
        try {
            URI url = URI.create(text);
            if (("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null) {
                return url;
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--url is not a URL: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("--url wants http://HOST:PORT, not \"" + text + "\"");
    }
}
