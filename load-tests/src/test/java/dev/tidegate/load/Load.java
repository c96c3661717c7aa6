package dev.tidegate.load;

import io.gatling.app.Gatling;
import java.util.List;
import java.util.Set;

/** The command that runs a simulation against a running gateway and says where its report is. */
public final class Load {
    private static final String HELP = """
            Usage: load storm [options]

            Posts an alert storm to a running gateway while clients read the incident stream along.
            Fails when a post is refused, when 1 % of the posts are slower than the bound, or when a
            reader hears nothing.

              --url URL          gateway (default http://127.0.0.1:8080)
              --rate R           alerts per second, in batches of 64 (default 5000)
              --duration S       seconds (default 60)
              --readers N        clients of the incident stream (default 200)
              --p99 MS           bound of the posts' 99th percentile (default 500)
              --nodes N          size of the made-up fleet (default 1000)
              --seed K           settles every random choice (default 1)
              --results DIR      where the HTML report goes (default load-tests/target/gatling)
              --help             this text

            Tokens come from TIDEGATE_INGEST_TOKEN and TIDEGATE_READ_TOKEN, if the doors want any.
            Exit status: 0 all held, 2 something did not hold or the options are wrong.
            """;

    private static final Set<String> SETTINGS = Set.of("url", "rate", "duration", "readers", "p99", "nodes", "seed");
    private static final int MISUSED = 2;

    private Load() {}

    /** The command; ends with Gatling's exit status. */
    public static void main(String[] args) {
        if (List.of(args).contains("--help") || args.length == 0) {
            System.out.print(HELP);
            return;
        }
        String results = "load-tests/target/gatling";
        if (!args[0].equals("storm")) {
            misused("there is no simulation " + args[0]);
        }
        for (int i = 1; i < args.length; i += 2) {
            String name = args[i].replaceFirst("^--", "");
            if (i + 1 == args.length || !(SETTINGS.contains(name) || name.equals("results"))) {
                misused(i + 1 == args.length ? args[i] + " needs a value" : "there is no option " + args[i]);
            } else if (name.equals("results")) {
                results = args[i + 1];
            } else {
                System.setProperty("tidegate." + name, args[i + 1]);
            }
        }
        try {
            LoadSettings settings = LoadSettings.fromSystem();
            System.out.printf(
                    "%,d alerts/s for %d s to %s, %d readers.%n",
                    settings.rate(), settings.duration().toSeconds(), settings.url(), settings.readers());
        } catch (IllegalArgumentException e) {
            misused(String.valueOf(e.getMessage()));
        }
        Gatling.main(new String[] {"--simulation", AlertStormSimulation.class.getName(), "--results-folder", results});
    }

    private static void misused(String complaint) {
        System.err.println("load: " + complaint + ". See --help.");
        System.exit(MISUSED);
    }
}
