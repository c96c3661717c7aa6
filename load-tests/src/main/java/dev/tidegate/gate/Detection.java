package dev.tidegate.gate;

import dev.tidegate.health.policy.HealthPolicy;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/** How soon a change that makes a signal so many times worse is given up, by us and by peers on the same values. */
final class Detection {
    private static final int HOUR = 3600;
    private static final int ROUNDS = 3 * HOUR / Trial.STEP;

    private final int runs;
    private final PrintStream progress;
    private final Table table = new Table(
            "worse by, signal, nodes", "Tidegate", "within 1 h", "Flagger", "within 1 h", "Kayenta", "within 1 h");

    Detection(int runs, PrintStream progress) {
        this.runs = runs;
        this.progress = progress;
    }

    /**
     * @param controls how many nodes are not touched; without any, Kayenta has nothing to compare with
     * @param noise of a node
     */
    void run(
            String name,
            HealthPolicy policy,
            double limit,
            int nodes,
            int controls,
            double factor,
            Function<Random, Noise> noise) {
        String row = String.format(Locale.ROOT, "%.0f×  %s  %d", factor, name, nodes);
        progress.println("bench gate: detection, " + row);
        List<Trial.Result> results = IntStream.range(0, nodes >= 100 ? Math.max(5, runs / 4) : runs)
                .parallel()
                .mapToObj(run -> {
                    Random random = new Random(7_368_787L * run + row.hashCode());
                    return Trial.run(
                            policy,
                            nodes(random, noise, nodes),
                            nodes(random, noise, controls),
                            factor,
                            ROUNDS + 1,
                            controls == 0 ? List.of(new Flagger(limit)) : List.of(new Flagger(limit), new Kayenta()));
                })
                .toList();
        ToIntFunction<Trial.Result> flagger = result -> result.peers()[0];
        ToIntFunction<Trial.Result> kayenta = result -> result.peers()[1];
        table.row(
                row,
                median(results, Trial.Result::ours),
                soon(results, Trial.Result::ours),
                median(results, flagger),
                soon(results, flagger),
                controls == 0 ? "-" : median(results, kayenta),
                controls == 0 ? "-" : soon(results, kayenta));
    }

    private static Noise[] nodes(Random random, Function<Random, Noise> noise, int count) {
        return IntStream.range(0, count)
                .mapToObj(unused -> noise.apply(new Random(random.nextLong())))
                .toArray(Noise[]::new);
    }

    /** Of all runs; those that never found it count as longest. */
    private static String median(List<Trial.Result> results, ToIntFunction<Trial.Result> of) {
        int[] sorted = results.stream()
                .mapToInt(of)
                .map(seconds -> seconds < 0 ? Integer.MAX_VALUE : seconds)
                .sorted()
                .toArray();
        int median = sorted[sorted.length / 2];
        return median == Integer.MAX_VALUE ? "never" : median + " s";
    }

    private static String soon(List<Trial.Result> results, ToIntFunction<Trial.Result> of) {
        long found = results.stream()
                .mapToInt(of)
                .filter(seconds -> seconds >= 0 && seconds <= HOUR)
                .count();
        return FalseAlarms.percent((double) found / results.size());
    }

    void print(PrintStream out) {
        table.print(out);
    }
}
