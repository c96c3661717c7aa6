package dev.tidegate.gate;

import dev.tidegate.health.policy.HealthPolicy;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;

/** A/A: nothing is worse, and each gate looks on for 24 hours. */
final class FalseAlarms {
    private static final int DAY = 24 * 3600 / Trial.STEP;
    private static final int NODES = 5;
    private static final int SOON = 2 * 3600;

    /** Makes nodes of which none is worse. */
    interface Fleet {
        Noise[] nodes(Random random, int count);
    }

    private final int runs;
    private final PrintStream progress;
    private final Table table = new Table(
            "nothing is worse, 24 h", "runs", "alarms", "rate", "95 % bound", "budget", "kept", "Flagger", "Kayenta");
    private final Table outside = new Table(
            "each node lives through other hours, 24 h",
            "runs",
            "alarms",
            "rate",
            "95 % bound",
            "after 2 h",
            "Flagger",
            "Kayenta");
    private boolean kept = true;

    FalseAlarms(int runs, PrintStream progress) {
        this.runs = runs;
        this.progress = progress;
    }

    /**
     * @param limit of Flagger's check
     * @param fleet makes the watched nodes and the control
     */
    void run(String name, HealthPolicy policy, double limit, Fleet fleet) {
        progress.println("bench gate: false alarms, " + name);
        List<Trial.Result> results = results(name, runs, policy, limit, fleet);
        int alarms = alarms(results, Integer.MAX_VALUE);
        boolean likely = Binomial.atLeast(alarms, runs, policy.budget()) >= 0.05;
        kept &= likely;
        table.row(
                name,
                runs,
                alarms,
                percent((double) alarms / runs),
                percent(Binomial.upper(alarms, runs)),
                percent(policy.budget()),
                alarms <= policy.budget() * runs ? "yes" : likely ? "unclear" : "NO",
                peer(results, 0),
                peer(results, 1));
    }

    /**
     * A fleet that is not what the budget is promised for: levels that move on single nodes, later than the snapshot shows. It
     * is told how far off the budget is then; nothing is asked of it.
     */
    void runOutside(String name, HealthPolicy policy, double limit, Fleet fleet) {
        progress.println("bench gate: false alarms outside of what is assumed, " + name);
        int some = Math.max(runs / 4, 10);
        List<Trial.Result> results = results(name, some, policy, limit, fleet);
        int alarms = alarms(results, Integer.MAX_VALUE);
        outside.row(
                name,
                some,
                alarms,
                percent((double) alarms / some),
                percent(Binomial.upper(alarms, some)),
                alarms(results, SOON),
                peer(results, 0),
                peer(results, 1));
    }

    private static List<Trial.Result> results(String name, int runs, HealthPolicy policy, double limit, Fleet fleet) {
        return IntStream.range(0, runs)
                .parallel()
                .mapToObj(run -> {
                    Random random = new Random(1_000_003L * run + name.hashCode());
                    Noise[] nodes = fleet.nodes(random, 2 * NODES);
                    return Trial.run(
                            policy,
                            Arrays.copyOfRange(nodes, 0, NODES),
                            Arrays.copyOfRange(nodes, NODES, 2 * NODES),
                            1,
                            DAY,
                            List.of(new Flagger(limit), new Kayenta()));
                })
                .toList();
    }

    private static int alarms(List<Trial.Result> results, int within) {
        return (int) results.stream()
                .filter(result -> result.ours() >= 0 && result.ours() <= within)
                .count();
    }

    /** Nodes whose noise has nothing to do with one another. */
    static Fleet independent(Function<Random, Noise> noise) {
        return (random, count) -> IntStream.range(0, count)
                .mapToObj(unused -> noise.apply(new Random(random.nextLong())))
                .toArray(Noise[]::new);
    }

    private static String peer(List<Trial.Result> results, int peer) {
        return percent(
                results.stream().filter(result -> result.peers()[peer] >= 0).count() / (double) results.size());
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    boolean kept() {
        return kept;
    }

    void print(PrintStream out) {
        table.print(out);
        outside.print(out);
    }
}
