package dev.tidegate.correlator.replay;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How well a grouping fits the truth, pairwise per true label: of label L's T alerts, n lie in a group of c, among N
 * alerts in all. Macro means over labels; alerts labelled
 * {@value #NOISE} only count as company.
 */
public final class ReplayScore {
    /** The label of an alert that belongs to nothing. */
    public static final String NOISE = "-";

    private ReplayScore() {}

    /** Share of the pairs kept apart rightly, and of those put together rightly. */
    public record Point(double tnr, double recall) {}

    /**
     * The mean over the labels of one site.
     *
     * @param labels of each alert; at least one is no noise
     * @param groups of each alert, in the same order
     */
    public static Point macro(List<String> labels, List<String> groups) {
        return mean(byLabel(labels, groups).values());
    }

    /** Each label's own point, noise left out; {@link #macro} says what is given. */
    public static SortedMap<String, Point> byLabel(List<String> labels, List<String> groups) {
        Map<String, Integer> groupSizes = new HashMap<>();
        Map<String, Integer> labelSizes = new HashMap<>();
        Map<String, Map<String, Integer>> both = new HashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            groupSizes.merge(groups.get(i), 1, Integer::sum);
            labelSizes.merge(labels.get(i), 1, Integer::sum);
            both.computeIfAbsent(labels.get(i), unused -> new HashMap<>()).merge(groups.get(i), 1, Integer::sum);
        }
        both.remove(NOISE);
        SortedMap<String, Point> points = new TreeMap<>();
        both.forEach((label, inGroups) ->
                points.put(label, point(inGroups, groupSizes, labelSizes.getOrDefault(label, 0), labels.size())));
        return points;
    }

    /** @param points at least one */
    public static Point mean(Collection<Point> points) {
        double tnr = 0;
        double recall = 0;
        for (Point point : points) {
            tnr += point.tnr;
            recall += point.recall;
        }
        return new Point(tnr / points.size(), recall / points.size());
    }

    private static Point point(
            Map<String, Integer> inGroups, Map<String, Integer> groupSizes, double total, double all) {
        double tp = 0;
        double fp = 0;
        double fn = 0;
        double tn = 0;
        for (Map.Entry<String, Integer> group : inGroups.entrySet()) {
            double n = group.getValue();
            double c = groupSizes.getOrDefault(group.getKey(), 0);
            tp += n * n;
            fp += n * (c - n);
            fn += n * (total - n);
            tn += n * (all - c - total + n);
        }
        return new Point(tn + fp == 0 ? 1 : tn / (tn + fp), tp / (tp + fn));
    }

    /** The area under the step curve of the points that no other beats in both. */
    public static double area(List<Point> points) {
        List<Point> sorted = new ArrayList<>(points);
        sorted.sort(Comparator.comparingDouble(Point::tnr).reversed());
        double area = 0;
        double best = 0;
        double right = sorted.isEmpty() ? 0 : sorted.getFirst().tnr;
        for (Point point : sorted) {
            if (point.recall > best) {
                area += (right - point.tnr) * best;
                right = point.tnr;
                best = point.recall;
            }
        }
        return area + right * best;
    }
}
