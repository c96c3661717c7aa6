package dev.tidegate.readers;

import dev.tidegate.gate.Table;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Times with one reader and times with a crowd, in turn: alone, crowd, alone, crowd, …, alone. Each crowd is compared with
 * the time alone before it and the one after it taken together, so that a machine or a JVM that gets quicker or slower
 * meanwhile favours neither. How much two times alone differ is told beside it: what is smaller than that is no finding.
 */
final class Comparison {
    private static final Measure P50 = new Measure("late p50", phase -> phase.millis(0.5));
    private static final Measure P99 = new Measure("late p99", phase -> phase.millis(0.99));
    private static final Measure JUDGING = new Measure("judging a round", Lateness::judgingMillis);

    private final List<Phase> alone = new ArrayList<>();
    private final List<Phase> crowds = new ArrayList<>();

    private record Measure(String name, ToDoubleFunction<Lateness> of) {}

    void alone(Phase phase) {
        alone.add(phase);
    }

    void crowd(Phase phase) {
        crowds.add(phase);
    }

    /** Milliseconds by which the 99th percentile of lateness grows with a crowd: the median over the rounds. */
    double grown() {
        return median(eachCrowd(P99, (with, without) -> with - without));
    }

    /** How many times the judge's own time for a round a crowd makes it: the median over the rounds. */
    double judgingRatio() {
        return median(eachCrowd(JUDGING, (with, without) -> with / without));
    }

    void print(PrintStream out, int readers, int stalled) {
        Table phases =
                new Table("", "frames", "late p50", "p99", "all within", "judging", "left out", "arrived p50", "p99");
        for (int i = 0; i < alone.size(); i++) {
            row(phases, "one reads", alone.get(i));
            if (i < crowds.size()) {
                row(phases, readers + " read, " + stalled + " of them stall", crowds.get(i));
            }
        }
        phases.print(out);
        Table ratios = new Table("times what it is with one reader", "median", "least", "most", "alone against alone");
        for (Measure measure : List.of(P50, P99, JUDGING)) {
            List<Double> with = eachCrowd(measure, (many, one) -> many / one);
            List<Double> without = new ArrayList<>();
            for (int i = 1; i < alone.size(); i++) {
                without.add(value(measure, alone.get(i).counted())
                        / value(measure, alone.get(i - 1).counted()));
            }
            ratios.row(
                    measure.name(),
                    times(median(with)),
                    times(with.getFirst()),
                    times(with.getLast()),
                    times(sorted(without).getFirst()) + " to "
                            + times(sorted(without).getLast()));
        }
        ratios.print(out);
        out.println(
                "late: from when a round is due to its frame being told; left out: rounds for which there was no time");
    }

    private static void row(Table table, String name, Phase phase) {
        Lateness counted = phase.counted();
        table.row(
                name,
                counted.frames(),
                Lateness.words(counted.millis(0.5)),
                Lateness.words(counted.millis(0.99)),
                Lateness.words(counted.millis(1)),
                Lateness.words(counted.judgingMillis()),
                Math.round(counted.leftOut()),
                phase.arrivedAt(0.5) + " ms",
                phase.arrivedAt(0.99) + " ms");
    }

    private interface Relation {
        double of(double crowd, double alone);
    }

    /** In order of size. */
    private List<Double> eachCrowd(Measure measure, Relation relation) {
        List<Double> each = new ArrayList<>();
        for (int i = 0; i < crowds.size(); i++) {
            Lateness around = alone.get(i).counted().and(alone.get(i + 1).counted());
            each.add(relation.of(value(measure, crowds.get(i).counted()), value(measure, around)));
        }
        return sorted(each);
    }

    private static double value(Measure measure, Lateness of) {
        return measure.of().applyAsDouble(of);
    }

    private static List<Double> sorted(List<Double> numbers) {
        return numbers.stream().sorted().toList();
    }

    private static double median(List<Double> sorted) {
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private static String times(double ratio) {
        return String.format(Locale.ROOT, "%.2f", ratio);
    }
}
