package dev.tidegate.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a simulated fleet until it is ended. Prints one line of JSON with the ports; everything lives in memory only.
 *
 * <pre>FleetMain --nodes 200 --salt-port 0 --metrics-port 0 --dead 0.0 --bad-revision HEX --seed K</pre>
 */
public final class FleetMain {
    static final String HELP = """
            Usage: fleet [options]      simulates nodes behind a salt-api, and their metrics

              --nodes 200           how many nodes
              --staging 3           how many more there are to try things on
              --salt-port 0         port of the salt-api; 0 takes a free one
              --metrics-port 0      port of /metrics and of the answers to the demo's queries
              --control-port 0      port by which it is broken and mended: POST /salt/stop, /nodes/cmp003/die …
              --record F            write down what nodes are told and do, a line of JSON each
              --dead 0.0            share of nodes whose minions never answer
              --killed 0.0          share of jobs on nodes that are killed while they run
              --revision HEX        what nodes have at the beginning (40 digits; default all 0)
              --bad-revision HEX    makes nodes slow and wrong
              --bad-from 5          … once so many have it
              --work-ms 1500        how long states take at most
              --password-file F     the password of user tidegate (default: "secret")
              --write-fleet F       write the gateway's fleet file, which names:
              --repository DIR      a Git repository on this machine
              --trusted A@B,C@D      whose commits and reviews count in it
              --example good|bad    make that repository, with two reviewed commits: nodes begin with the first, and
                                    the second is good or bad (in place of --trusted, --revision and --bad-revision)
              --seed 1              settles every random choice
            """;

    private static final Set<String> NAMES = Set.of(
            "nodes",
            "staging",
            "salt-port",
            "metrics-port",
            "control-port",
            "record",
            "dead",
            "killed",
            "revision",
            "bad-revision",
            "bad-from",
            "work-ms",
            "password-file",
            "write-fleet",
            "repository",
            "trusted",
            "example",
            "seed");

    private final Map<String, String> given = new HashMap<>();

    private FleetMain(List<String> args) {
        for (int i = 0; i < args.size(); i += 2) {
            String name = args.get(i).startsWith("--") ? args.get(i).substring(2) : "";
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("there is no option " + args.get(i));
            }
            if (i + 1 == args.size()) {
                throw new IllegalArgumentException("--" + name + " needs a value");
            }
            given.put(name, args.get(i + 1));
        }
    }

    /** The command; runs until it is interrupted, exits with 2 for wrong options. */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (List.of(args).contains("--help")) {
            System.out.print(HELP);
            return;
        }
        try {
            new FleetMain(List.of(args)).run();
        } catch (IllegalArgumentException e) {
            System.err.println("fleet: " + e.getMessage() + ". See --help.");
            System.exit(2);
        }
    }

    private void run() throws IOException, InterruptedException {
        Optional<Repository> example = example();
        OrderBook book = given.containsKey("record") ? OrderBook.in(Path.of(needed("record"))) : OrderBook.NONE;
        try (FleetServers servers =
                new FleetServers(spec(example), book, port("salt-port"), port("metrics-port"), port("control-port"))) {
            if (given.containsKey("write-fleet")) {
                Files.writeString(
                        Path.of(needed("write-fleet")),
                        servers.file(
                                Path.of(needed("password-file")),
                                Path.of(needed("repository")),
                                example.isPresent() ? Repository.TRUSTED : needed("trusted")));
            }
            System.out.printf(
                    "{\"salt\":%d,\"metrics\":%d,\"control\":%d,\"nodes\":%d,\"former\":\"%s\",\"wanted\":\"%s\"}%n",
                    servers.salt().getPort(),
                    servers.metrics().getPort(),
                    servers.control().getPort(),
                    servers.fleet().nodes().size(),
                    servers.fleet().spec().revision(),
                    example.map(Repository::wanted).orElse(""));
            System.out.flush();
            new CountDownLatch(1).await();
        }
    }

    private Optional<Repository> example() throws IOException, InterruptedException {
        String kind = given.get("example");
        if (kind == null) {
            return Optional.empty();
        }
        if (!kind.equals("good") && !kind.equals("bad")) {
            throw new IllegalArgumentException("--example wants good or bad, not \"%s\"".formatted(kind));
        }
        return Optional.of(Repository.create(Path.of(needed("repository"))));
    }

    private FleetSpec spec(Optional<Repository> example) throws IOException {
        List<String> bad = new ArrayList<>();
        if (given.containsKey("bad-revision")) {
            bad.add(hash("bad-revision", ""));
        }
        example.filter(made -> needed("example").equals("bad"))
                .map(Repository::wanted)
                .ifPresent(bad::add);
        String password = given.containsKey("password-file")
                ? Files.readString(Path.of(needed("password-file"))).strip()
                : "secret";
        return new FleetSpec(
                (int) number("nodes", 1, 10_000, 200),
                (int) number("staging", 0, 100, 3),
                share("dead"),
                share("killed"),
                example.isPresent() ? example.get().former() : hash("revision", "0".repeat(40)),
                bad,
                (int) number("bad-from", 1, 10_000, 5),
                Duration.ofMillis(number("work-ms", 1, 600_000, 1500)),
                Duration.ofSeconds(3),
                Map.of("tidegate", password),
                number("seed", 0, Integer.MAX_VALUE, 1));
    }

    private int port(String name) {
        return (int) number(name, 0, 65_535, 0);
    }

    private String needed(String name) {
        String value = given.get(name);
        if (value == null) {
            throw new IllegalArgumentException("--" + name + " is needed");
        }
        return value;
    }

    private long number(String name, long least, long most, long otherwise) {
        String text = given.getOrDefault(name, Long.toString(otherwise));
        if (!text.matches("\\d{1,10}") || Long.parseLong(text) < least || Long.parseLong(text) > most) {
            throw new IllegalArgumentException(
                    "--%s wants a whole number from %d to %d, not \"%s\"".formatted(name, least, most, text));
        }
        return Long.parseLong(text);
    }

    private double share(String name) {
        String text = given.getOrDefault(name, "0");
        if (!text.matches("0|1|0?\\.\\d+|1\\.0|0\\.\\d+")) {
            throw new IllegalArgumentException("--%s wants a share from 0 to 1, not \"%s\"".formatted(name, text));
        }
        return Double.parseDouble(text);
    }

    private String hash(String name, String otherwise) {
        String text = given.getOrDefault(name, otherwise);
        if (!text.matches("[0-9a-f]{40}")) {
            throw new IllegalArgumentException("--%s wants 40 hexadecimal digits, not \"%s\"".formatted(name, text));
        }
        return text;
    }
}
