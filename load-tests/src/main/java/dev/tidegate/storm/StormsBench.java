package dev.tidegate.storm;

import dev.tidegate.gate.Table;
import dev.tidegate.storm.fault.FaultKind;
import dev.tidegate.storm.score.Grouping;
import dev.tidegate.storm.score.HeardStorm;
import dev.tidegate.storm.score.Scorecard;
import dev.tidegate.storm.timeline.StormSpec;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** {@code ./tidegate bench storms}: how well made-up storms are told as one incident for each fault, and which are not. */
public final class StormsBench {
    private static final int OK = 0;
    private static final int MISUSED = 2;

    /** Mistakes that are smaller than this share of the pairs are not told. */
    private static final double TOLD = 0.0005;

    private static final String HELP =
            """
        usage: ./tidegate bench storms [--nodes N] [--seeds FROM-TO] [--fault NAME]
                                 [--rate R] [--duration S]

        Makes up storms, gives them to the correlator as a gateway hears them, and holds the incidents against the
        faults, the noise left out: at the storm's own pace, and as ./tidegate storm sends it.

          --nodes N        as ./tidegate storm takes them (default 200)
          --seeds FROM-TO  one storm for each (default 1-5)
          --fault NAME     storms of this one fault; %s for storms of every single one. Without it each storm
                           has all of them at once
          --rate R         alerts a second of what is sent (default %d)
          --duration S     seconds of it (default %d)
          --help           this text

        Exit codes: 0 all is measured; 2 wrong options.
        """.formatted(Series.ALL, Options.DEFAULT_RATE, Options.DEFAULT_DURATION.toSeconds());

    private final PrintStream out;
    private final Series series;
    private final int rate;
    private final int seconds;

    private StormsBench(PrintStream out, CommandLine line) {
        this.out = out;
        series = Series.parse(line);
        rate = line.number("rate", 1, Options.MAX_RATE).orElse(Options.DEFAULT_RATE);
        seconds = line.number("duration", 1, Options.MAX_SECONDS).orElse((int) Options.DEFAULT_DURATION.toSeconds());
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
            new StormsBench(out, new CommandLine(args, Set.of("nodes", "seeds", "fault", "rate", "duration"))).tell();
            return OK;
        } catch (IllegalArgumentException wrong) {
            err.println("bench storms: " + wrong.getMessage() + ". See ./tidegate bench storms --help");
            return MISUSED;
        }
    }

    private void tell() {
        Table told = new Table(
                "%d nodes".formatted(series.nodes()),
                "pace",
                "faults",
                "alerts",
                "incidents",
                "F1",
                "told once",
                "and alone");
        Table mistakes = new Table("mistake", "pace", "what", "share of pairs");
        for (String fault : series.faults()) {
            String name = fault.isEmpty() ? "all at once" : fault;
            row(told, mistakes, name, "its own", heard(fault, false));
            row(told, mistakes, name, "%d s".formatted(seconds), heard(fault, true));
        }
        told.print(out);
        mistakes.print(out);
    }

    private List<Grouping> heard(String fault, boolean sent) {
        List<Grouping> storms = new ArrayList<>();
        for (long seed : series.seeds()) {
            long messages = sent ? (long) rate * seconds : 0;
            StormSpec spec = new StormSpec(series.nodes(), seed, FaultKind.named(fault), messages);
            storms.add(sent ? HeardStorm.asItIsSent(spec, rate) : HeardStorm.asItHappens(spec));
        }
        return storms;
    }

    private static void row(Table told, Table mistakes, String name, String pace, List<Grouping> storms) {
        told.row(
                name,
                pace,
                mean(storms, "%.1f", Scorecard::faults),
                mean(storms, "%.0f", Scorecard::alerts),
                mean(storms, "%.1f", Scorecard::incidents),
                mean(storms, "%.3f", Scorecard::f1),
                mean(storms, "%.2f", Scorecard::toldOnce),
                mean(storms, "%.2f", Scorecard::toldAlone));
        mistakes(mistakes, name, pace, "told as one", Grouping.mean(storms, Grouping::merged));
        mistakes(mistakes, name, pace, "told apart", Grouping.mean(storms, Grouping::split));
    }

    private static void mistakes(Table table, String name, String pace, String what, Map<String, Double> shares) {
        shares.entrySet().stream()
                .filter(share -> share.getValue() >= TOLD)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(share -> table.row(
                        name,
                        pace,
                        what + ": " + share.getKey(),
                        String.format(Locale.ROOT, "%.3f", share.getValue())));
    }

    private static String mean(List<Grouping> storms, String format, ToDoubleFunction<Scorecard> of) {
        return String.format(
                Locale.ROOT,
                format,
                storms.stream().map(Grouping::card).mapToDouble(of).average().orElse(0));
    }
}
