package dev.tidegate.health.retro;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is to be judged, and how it is to be told. */
record RetroOptions(Path policy, Path series, Optional<Path> control, Optional<Instant> since, boolean json) {
    static final String HELP = """
            usage: tidegate judge --policy P --series F.csv [--control G.csv] [--since TIME] [--json]

            Judges values of the past with the judge that judges live, and says when it would have decided.

              --policy P      the policy file
              --series F      values of the nodes that were changed: rows time,node,signal,value; .gz as well
              --control G     values of nodes that were not
              --since TIME    when the change began; rows before it are what the nodes are compared with
              --json          one JSON object for each change of the verdict, and a last one {"final":...}

            Exits 0 when Healthy, 1 when Unhealthy, 2 when Inconclusive, 64 when the call or a file is wrong.
            """;

    /** The call is wrong. */
    static final class UsageException extends Exception {
        private static final long serialVersionUID = 1L;

        UsageException(String message) {
            super(message);
        }
    }

    static RetroOptions parse(String[] args) throws UsageException {
        @Nullable Path policy = null;
        @Nullable Path series = null;
        @Nullable Path control = null;
        @Nullable Instant since = null;
        boolean json = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--policy" -> policy = Path.of(value(args, ++i));
                case "--series" -> series = Path.of(value(args, ++i));
                case "--control" -> control = Path.of(value(args, ++i));
                case "--since" -> since = time(value(args, ++i));
                case "--json" -> json = true;
                default -> throw new UsageException("what is " + args[i] + "?");
            }
        }
        if (policy == null) {
            throw new UsageException("--policy is missing: the file that says what is good enough");
        }
        if (series == null) {
            throw new UsageException("--series is missing: the file with the values");
        }
        return new RetroOptions(policy, series, Optional.ofNullable(control), Optional.ofNullable(since), json);
    }

    private static String value(String[] args, int i) throws UsageException {
        if (i >= args.length || args[i].isEmpty()) {
            throw new UsageException(args[i - 1] + " needs a value");
        }
        return args[i];
    }

    private static Instant time(String text) throws UsageException {
        try {
            return Instant.ofEpochMilli(Row.time(text));
        } catch (BadRowException e) {
            throw new UsageException("--since: " + e.getMessage());
        }
    }
}
