package dev.tidegate.storm;

import dev.tidegate.storm.fault.FaultKind;
import dev.tidegate.storm.fleet.FleetPlan;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
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
    static final long DEFAULT_SEED = 1;
    static final int DEFAULT_IN_FLIGHT = 16;
    static final int MAX_RATE = 1_000_000;
    static final int MAX_SECONDS = 86_400;
    static final int MAX_IN_FLIGHT = 1024;

    static final String HELP = """
            Usage: storm --url URL [options]          send an alert storm to a server
                   storm --record FILE [options]      write it to a file instead (or as well)

            Makes up a fleet with StackLight's alert rules, breaks things in it, and sends what two
            Prometheus servers would send about it to URL/api/v2/alerts: 40 minutes of simulated time,
            at most, squeezed into the duration.

              --url URL         server, such as http://127.0.0.1:8080
              --record FILE     write the alerts with simulated times, one JSON object a line, for replay
              --truth FILE      write which alert belongs to which fault, one JSON object a line
              --nodes N         hosts, virtual machines and switches, %d to %,d (default %d)
              --rate R          alerts per second, resends included (default %d)
              --duration S      seconds to send for (default %d)
              --seed K          settles every random choice (default %d)
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
                    DEFAULT_SEED,
                    FaultKind.names().replace("slow-disk, ", "slow-disk,\n                    "),
                    DEFAULT_IN_FLIGHT);

    private static final Set<String> NAMES =
            Set.of("url", "record", "truth", "nodes", "rate", "duration", "seed", "fault", "token", "in-flight");

    /** Reads a command line; throws IllegalArgumentException with a sentence that names the option. */
    static Options parse(List<String> args, Map<String, String> environment) {
        CommandLine line = new CommandLine(args, NAMES);
        Options options = new Options(
                line.url("url"),
                line.output("record"),
                line.output("truth"),
                line.number("nodes", FleetPlan.MIN_NODES, FleetPlan.MAX_NODES).orElse(DEFAULT_NODES),
                line.number("rate", 1, MAX_RATE),
                line.number("duration", 1, MAX_SECONDS).map(Duration::ofSeconds),
                line.longNumber("seed").orElse(DEFAULT_SEED),
                line.text("fault").map(Options::fault),
                line.text("token")
                        .or(() -> Optional.ofNullable(environment.get("TIDEGATE_INGEST_TOKEN")))
                        .filter(token -> !token.isBlank())
                        .map(Options::token),
                line.number("in-flight", 1, MAX_IN_FLIGHT).orElse(DEFAULT_IN_FLIGHT));
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

    private static String token(String text) {
        if (!text.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("the token holds a space or a character that no token has");
        }
        return text;
    }

    private static FaultKind fault(String name) {
        return FaultKind.named(name)
                .orElseThrow(() -> new IllegalArgumentException(
                        "--fault wants one of %s, not \"%s\"".formatted(FaultKind.names(), name)));
    }
}
