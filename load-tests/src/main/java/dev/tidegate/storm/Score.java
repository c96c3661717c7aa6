package dev.tidegate.storm;

import dev.tidegate.storm.score.Scoring;
import dev.tidegate.storm.score.Scoring.Cards;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds the incidents that were made of a storm against its truth, and prints two cards as JSON lines. */
public final class Score {
    private static final String HELP = """
            Usage: score --truth FILE --incidents FILE [--record FILE]   score a grouping on file
                   score --truth FILE --url URL [--token T]             score a running gateway

            Prints two JSON lines: for the alerts that faults caused, and with the noise too.

              --truth FILE      what storm --truth wrote
              --incidents FILE  {"fingerprint":"…","incident":"…"} a line, or replay's {"index":n,"incident":"…"}
              --record FILE     the recording that was replayed, when incidents are named by index
              --url URL         server, such as http://127.0.0.1:8080
              --token T         bearer token (default: TIDEGATE_READ_TOKEN, else none)
              --help            this text

            Exit status: 0 scored, 1 a file or the server could not be read, 2 wrong options.
            """;

    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private Score() {}

    /** The command. */
    public static void main(String[] args) {
        System.exit(run(List.of(args), System.getenv(), System.out, System.err));
    }

    static int run(List<String> args, Map<String, String> environment, PrintStream out, PrintStream err) {
        if (args.contains("--help") || args.contains("-h")) {
            out.print(HELP);
            return OK;
        }
        try {
            CommandLine line = new CommandLine(args, Set.of("truth", "incidents", "record", "url", "token"));
            Cards cards = score(line, environment);
            out.println(cards.faults().toJson("faults"));
            out.println(cards.all().toJson("all"));
            return OK;
        } catch (IllegalArgumentException e) {
            err.println("score: " + e.getMessage() + ". See --help.");
            return MISUSED;
        } catch (NoSuchFileException e) {
            err.println("score: there is no file " + e.getMessage());
            return FAILED;
        } catch (IOException e) {
            err.println("score: " + (e.getMessage() == null ? "cannot reach the server" : e.getMessage()));
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        }
    }

    private static Cards score(CommandLine line, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path truth =
                line.text("truth").map(Path::of).orElseThrow(() -> new IllegalArgumentException("--truth is missing"));
        Optional<Path> incidents = line.text("incidents").map(Path::of);
        Optional<URI> url = line.url("url");
        if (incidents.isPresent() == url.isPresent()) {
            throw new IllegalArgumentException("give either --incidents or --url");
        }
        Scoring scoring = Scoring.against(truth);
        if (incidents.isPresent()) {
            return scoring.file(incidents.get(), line.text("record").map(Path::of));
        }
        Optional<String> token =
                line.text("token").or(() -> Optional.ofNullable(environment.get("TIDEGATE_READ_TOKEN")));
        return scoring.gateway(url.orElseThrow(), token.filter(secret -> !secret.isBlank()));
    }
}
