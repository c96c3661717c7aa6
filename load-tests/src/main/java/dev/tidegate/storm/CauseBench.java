package dev.tidegate.storm;

import dev.tidegate.gate.Table;
import dev.tidegate.storm.score.CauseScore;
import dev.tidegate.storm.score.CauseScore.Answers;
import dev.tidegate.storm.score.CauseScore.Said;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** {@code ./tidegate bench cause}: how often the likely causes of a storm's incidents are what broke. */
public final class CauseBench {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private static final String HELP = """
        usage: ./tidegate bench cause [--nodes N] [--seeds FROM-TO] [--fault NAME]
                                [--squeezed N] [--details yes]

        Makes up storms, replays them and holds the causes of their incidents against what broke: how often it is
        the first cause, how often among the three, and how often the title names its node; when half of a fault's
        alerts had begun to fire, and when all was over.

          --nodes N        as ./tidegate storm takes them (default 200)
          --seeds FROM-TO  one storm for each (default 1-5)
          --fault NAME     storms of this one fault; %s for storms of every single one. Without it each storm
                           has all of them at once
          --squeezed N     so many times faster, as a storm that is sent live (default 1)
          --details yes    what was said of each fault, too
          --help           this text

        Exit codes: 0 all is measured; 1 a file cannot be written; 2 wrong options.
        """.formatted(Series.ALL);

    private final PrintStream out;

    private CauseBench(PrintStream out) {
        this.out = out;
    }

    /** The command. */
    public static void main(String[] args) {
        System.exit(run(List.of(args), System.out, System.err));
    }

    static int run(List<String> args, PrintStream out, PrintStream err) {
        if (args.contains("--help") || args.contains("-h")) {
            out.print(HELP);
            return OK;
        }
        try {
            CommandLine line = new CommandLine(args, Set.of("nodes", "seeds", "fault", "squeezed", "details"));
            Series series = Series.parse(line);
            int squeezed = line.number("squeezed", 1, 1000).orElse(1);
            List<Answers> answers = new ArrayList<>();
            for (String fault : series.faults()) {
                for (long seed : series.seeds()) {
                    answers.add(storm(series.nodes(), seed, fault, squeezed));
                }
            }
            new CauseBench(out).tell(answers, line.text("details").isPresent());
            return OK;
        } catch (IllegalArgumentException wrong) {
            err.println("bench cause: " + wrong.getMessage() + ". See ./tidegate bench cause --help");
            return MISUSED;
        } catch (IOException wrong) {
            err.println("bench cause: cannot write " + wrong.getMessage());
            return FAILED;
        }
    }

    /** One storm, made up and replayed; of one fault, or of all when the name is empty. */
    static Answers storm(int nodes, long seed, String fault, int squeezed) throws IOException {
        Path directory = Files.createTempDirectory("tidegate-cause");
        Path record = directory.resolve("storm.ndjson");
        Path truth = directory.resolve("truth.ndjson");
        try {
            List<String> args = new ArrayList<>(List.of(
                    "--record", record.toString(),
                    "--truth", truth.toString(),
                    "--nodes", String.valueOf(nodes),
                    "--seed", String.valueOf(seed)));
            if (!fault.isEmpty()) {
                args.addAll(List.of("--fault", fault));
            }
            PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
            if (Storm.run(args, Map.of(), silent, silent) != OK) {
                throw new IllegalArgumentException("there is no storm of " + fault + " on " + nodes + " nodes");
            }
            return CauseScore.of(truth, record, squeezed);
        } finally {
            Files.deleteIfExists(record);
            Files.deleteIfExists(truth);
            Files.deleteIfExists(directory);
        }
    }

    private void tell(List<Answers> answers, boolean details) {
        for (Answers each : answers) {
            if (details) {
                each.early().forEach(said -> detail("half", said));
                each.late().forEach(said -> detail("over", said));
            }
        }
        table(
                "half of the fault's alerts fire",
                answers.stream().flatMap(a -> a.early().stream()).toList());
        table("all is over", answers.stream().flatMap(a -> a.late().stream()).toList());
    }

    private void detail(String when, Said said) {
        out.println(when + " " + said.kind() + ": " + said.root() + ", rank " + said.rank() + " in "
                + said.incident().id() + " (" + said.incident().alertCount() + " alerts): "
                + said.incident().severity().word() + " \"" + said.incident().title() + '"');
        said.incident()
                .causes()
                .forEach(cause -> out.println("     " + cause.score() + " " + cause.alertname() + " on " + cause.node()
                        + " " + cause.factors()));
    }

    private void table(String when, List<Said> all) {
        Table table = new Table(when, "faults", "cause@1", "cause@3", "node in title");
        Map<String, List<Said>> byKind = new TreeMap<>();
        all.forEach(said ->
                byKind.computeIfAbsent(said.kind(), unused -> new ArrayList<>()).add(said));
        byKind.forEach((kind, saids) -> row(table, kind, saids));
        row(table, "all", all);
        table.print(out);
    }

    private static void row(Table table, String name, List<Said> saids) {
        table.row(
                name,
                saids.size(),
                saids.stream().filter(said -> said.rank() == 1).count(),
                saids.stream().filter(said -> said.rank() > 0).count(),
                saids.stream().filter(Said::titled).count());
    }
}
