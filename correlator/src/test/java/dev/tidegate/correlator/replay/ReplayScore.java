package dev.tidegate.correlator.replay;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How well a grouping fits the truth, pairwise per true label: of label L's T alerts, n lie in a group of c, among N
 * alerts in all. Macro means over labels; alerts labelled {@value #NOISE} only count as company.
 */
final class ReplayScore {
    static final String NOISE = "-";

    private ReplayScore() {}

    /** Share of the pairs kept apart rightly, and of those put together rightly. */
    record Point(double tnr, double recall) {}

    static Point macro(List<String> labels, List<String> groups) {
        Map<String, Integer> groupSizes = new HashMap<>();
        Map<String, Integer> labelSizes = new HashMap<>();
        Map<String, Map<String, Integer>> both = new HashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            groupSizes.merge(groups.get(i), 1, Integer::sum);
            labelSizes.merge(labels.get(i), 1, Integer::sum);
            both.computeIfAbsent(labels.get(i), unused -> new HashMap<>()).merge(groups.get(i), 1, Integer::sum);
        }
        double tnr = 0;
        double recall = 0;
        int counted = 0;
        for (Map.Entry<String, Map<String, Integer>> label : both.entrySet()) {
            if (!label.getKey().equals(NOISE)) {
                Point point =
                        point(label.getValue(), groupSizes, labelSizes.getOrDefault(label.getKey(), 0), labels.size());
                tnr += point.tnr;
                recall += point.recall;
                counted++;
            }
        }
        return new Point(tnr / counted, recall / counted);
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
    static double area(List<Point> points) {
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
