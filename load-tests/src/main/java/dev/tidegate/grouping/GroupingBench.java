package dev.tidegate.grouping;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** {@code ./tidegate bench grouping}. */
public final class GroupingBench {
    private static final int OK = 0;
    private static final int MISSING = 1;
    private static final int USAGE = 2;

    private static final String HELP = """
            usage: ./tidegate bench grouping --data DIR [--strengths 0.1,0.2,…] [--json]

            Runs the correlator's replay over real data sets and holds its incidents against what the sets say is true:
              DIR/ait-ads/*.csv.gz                           intrusion alerts of company networks
              DIR/mira-ras/mira_fatal_events_2013.csv.gz     fatal events of a supercomputer

              --data DIR      where the sets are
              --strengths S   strengths from 0 to 1, with commas between; by default 0.1 to 1 in steps of 0.1.
                              The correlator's default, %s, is always among them
              --json          one JSON object a line, in place of the tables
              --help          this text

            Exit codes: 0 all is measured; 1 a set is missing or cannot be read; 2 wrong options.
            """.formatted(Options.STANDARD);

    private final PrintStream out;
    private final PrintStream err;

    private GroupingBench(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    /** What {@link #main} does, with its exit code. */
    static int run(List<String> args, PrintStream out, PrintStream err) {
        if (args.contains("--help") || args.contains("-h")) {
            out.print(HELP);
            return OK;
        }
        Options options;
        try {
            options = Options.parse(args);
        } catch (IllegalArgumentException wrong) {
            err.println("bench grouping: " + wrong.getMessage());
            err.println("bench grouping: see ./tidegate bench grouping --help");
            return USAGE;
        }
        return new GroupingBench(out, err).run(options);
    }

    /** Reads a set; no variants when it is missing. */
    private interface Source {
        List<Variant> read() throws IOException;
    }

    private int run(Options options) {
        List<Result> results = new ArrayList<>();
        Sweep sweep = new Sweep(options.strengths(), err);
        boolean attacks = measure(AitAds.SET, () -> AitAds.read(options.data()), sweep, results);
        boolean failures = measure(MiraRas.SET, () -> MiraRas.read(options.data()), sweep, results);
        Report report = new Report(Options.STANDARD, out);
        if (options.json()) {
            report.json(results);
        } else if (!results.isEmpty()) {
            report.tables(results);
        }
        return attacks && failures ? OK : MISSING;
    }

    /** Whether the set was there and whole. */
    private boolean measure(String set, Source source, Sweep sweep, List<Result> results) {
        List<Variant> variants;
        try {
            variants = source.read();
        } catch (IOException | IllegalArgumentException wrong) {
            err.println("bench grouping: " + set + " cannot be read: " + wrong.getMessage());
            return false;
        }
        if (variants.isEmpty()) {
            err.println("bench grouping: " + set + " is missing");
            return false;
        }
        for (Variant variant : variants) {
            results.addAll(sweep.run(variant));
        }
        return true;
    }
}
