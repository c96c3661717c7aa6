package dev.tidegate.fleet.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What the demo is given.
 *
 * @param good whether the revision is
 * @param administrator a token
 * @param policy the health policy as YAML
 * @param patience for staging, and for the rollout
 * @param life how long everything is left alone first; longer than the policy's snapshot, because staging has no untouched
 *     nodes to compare with, only its own time before
 */
record DemoOptions(
        URI gateway,
        boolean good,
        String administrator,
        String revision,
        String policy,
        Duration patience,
        Duration life) {

    /** Throws IllegalArgumentException for what it does not understand. */
    static DemoOptions parse(List<String> args) throws IOException {
        if (args.size() < 2 || args.size() % 2 != 0 || !args.get(1).matches("good|bad")) {
            throw new IllegalArgumentException(
                    "usage: URL good|bad --admin-token-file F --revision HEX --policy-file F [--patience SECONDS]"
                            + " [--life SECONDS]");
        }
        String administrator = "";
        String revision = "";
        String policy = "";
        Duration patience = Duration.ofMinutes(15);
        Duration life = Duration.ofSeconds(25);
        for (int i = 2; i < args.size(); i += 2) {
            String value = args.get(i + 1);
            switch (args.get(i)) {
                case "--admin-token-file" ->
                    administrator = Files.readString(Path.of(value)).strip();
                case "--revision" -> revision = value;
                case "--policy-file" -> policy = Files.readString(Path.of(value));
                case "--patience" -> patience = Duration.ofSeconds(Long.parseLong(value));
                case "--life" -> life = Duration.ofSeconds(Long.parseLong(value));
                default -> throw new IllegalArgumentException("there is no option " + args.get(i));
            }
        }
        if (administrator.isEmpty() || policy.isEmpty() || !revision.matches("[0-9a-f]{40}")) {
            throw new IllegalArgumentException("--admin-token-file, --revision and --policy-file are needed");
        }
        return new DemoOptions(
                URI.create(args.get(0)), args.get(1).equals("good"), administrator, revision, policy, patience, life);
    }
}
