package dev.tidegate.grouping;

import dev.tidegate.correlator.replay.ReplayRun;
import dev.tidegate.correlator.replay.ReplayScore;
import dev.tidegate.correlator.replay.ReplayScore.Point;
import dev.tidegate.grouping.Result.At;
import dev.tidegate.grouping.Variant.Site;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The correlator's replay over all sites of a variant, once for each strength. */
final class Sweep {
    private final Collection<Double> strengths;
    private final PrintStream progress;

    /** @param strengths each from 0 to 1 */
    Sweep(Collection<Double> strengths, PrintStream progress) {
        this.strengths = List.copyOf(strengths);
        this.progress = progress;
    }

    /** One result for each true grouping of the variant. */
    List<Result> run(Variant variant) {
        SortedMap<String, List<At>> byTruth = new TreeMap<>();
        for (double strength : strengths) {
            progress.println("bench grouping: " + variant.set() + " " + variant.name() + ", strength " + strength);
            at(variant, strength)
                    .forEach((truth, at) -> byTruth.computeIfAbsent(truth, unused -> new ArrayList<>())
                            .add(at));
        }
        List<Result> results = new ArrayList<>();
        byTruth.forEach((truth, at) -> results.add(
                new Result(variant.set(), variant.name(), truth, variant.alerts(), area(at), List.copyOf(at))));
        return results;
    }

    private static SortedMap<String, At> at(Variant variant, double strength) {
        Map<String, Map<String, List<Point>>> points = new HashMap<>();
        int incidents = 0;
        for (Site site : variant.sites()) {
            List<String> groups = new ReplayRun(strength).over(site.alerts(), unused -> {});
            incidents += new HashSet<>(groups).size();
            site.truths().forEach((truth, labels) -> {
                Map<String, List<Point>> ofTruth = points.computeIfAbsent(truth, unused -> new TreeMap<>());
                ReplayScore.byLabel(labels, groups)
                        .forEach((label, point) -> ofTruth.computeIfAbsent(label, unused -> new ArrayList<>())
                                .add(point));
            });
        }
        SortedMap<String, At> at = new TreeMap<>();
        for (Map.Entry<String, Map<String, List<Point>>> truth : points.entrySet()) {
            Point mean = macro(truth.getValue());
            at.put(
                    truth.getKey(),
                    new At(strength, mean.tnr(), mean.recall(), incidents, (double) variant.alerts() / incidents));
        }
        return at;
    }

    /** The mean over the sites that have a label, then over the labels. */
    private static Point macro(Map<String, List<Point>> byLabel) {
        return ReplayScore.mean(byLabel.values().stream().map(ReplayScore::mean).toList());
    }

    private static double area(List<At> at) {
        return ReplayScore.area(
                at.stream().map(one -> new Point(one.tnr(), one.recall())).toList());
    }
}
