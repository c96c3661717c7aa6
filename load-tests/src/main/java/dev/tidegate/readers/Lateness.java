package dev.tidegate.readers;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a gateway has counted of its rounds, as its page of metrics shows it.
 *
 * @param buckets rounds told at most so many seconds after they were due
 * @param judged rounds
 * @param judging seconds spent on judging them
 * @param leftOut rounds that were left out because the one before was still under way
 * @param readers that read along now
 */
record Lateness(Map<Double, Double> buckets, double judged, double judging, double leftOut, double readers) {
    private static final String BUCKET = "tidegate_health_frame_lateness_seconds_bucket{le=\"";

    static Lateness read(String metrics) {
        Map<Double, Double> buckets = new TreeMap<>();
        for (String line : metrics.lines().toList()) {
            if (line.startsWith(BUCKET)) {
                int end = line.indexOf('"', BUCKET.length());
                String edge = line.substring(BUCKET.length(), end);
                buckets.put(
                        edge.equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(edge),
                        Double.parseDouble(line.substring(line.indexOf(' ') + 1)));
            }
        }
        return new Lateness(
                buckets,
                number(metrics, "tidegate_health_round_judging_seconds_count"),
                number(metrics, "tidegate_health_round_judging_seconds_sum"),
                number(metrics, "tidegate_health_rounds_late_total"),
                number(metrics, "tidegate_health_readers"));
    }

    private static double number(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .sum();
    }

    /** What was counted between an earlier look and this one. */
    Lateness since(Lateness earlier) {
        Map<Double, Double> between = new TreeMap<>();
        buckets.forEach((edge, count) -> between.put(edge, count - earlier.buckets.getOrDefault(edge, 0.0)));
        return new Lateness(
                between, judged - earlier.judged, judging - earlier.judging, leftOut - earlier.leftOut, readers);
    }

    /** Two times of counting as one. */
    Lateness and(Lateness other) {
        Map<Double, Double> together = new TreeMap<>(buckets);
        other.buckets.forEach((edge, count) -> together.merge(edge, count, Double::sum));
        return new Lateness(
                together, judged + other.judged, judging + other.judging, leftOut + other.leftOut, other.readers);
    }

    long frames() {
        return Math.round(buckets.getOrDefault(Double.POSITIVE_INFINITY, 0.0));
    }

    /** Milliseconds; between two edges as if frames were spread evenly there. */
    double millis(double share) {
        double wanted = share * frames();
        double below = 0;
        double belowCount = 0;
        for (Map.Entry<Double, Double> bucket : buckets.entrySet()) {
            double edge = bucket.getKey();
            double count = bucket.getValue();
            if (count >= wanted && count > belowCount) {
                return Double.isInfinite(edge)
                        ? below * 1000
                        : 1000 * (below + (edge - below) * (wanted - belowCount) / (count - belowCount));
            }
            below = edge;
            belowCount = count;
        }
        return Double.NaN;
    }

    double judgingMillis() {
        return 1000 * judging / judged;
    }

    static String words(double millis) {
        return String.format(Locale.ROOT, "%.1f ms", millis);
    }
}
