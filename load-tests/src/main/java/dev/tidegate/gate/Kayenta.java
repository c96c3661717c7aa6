package dev.tidegate.gate;

import dev.tidegate.health.judge.stat.MannWhitney;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Kayenta as its makers advise: Mann-Whitney at 0.98 with tolerance 0.25 on points of one minute, canary against baseline,
 * judged each hour from the beginning until now, for three hours; a metric that is high fails the canary.
 */
final class Kayenta implements Trial.Peer {
    private static final int HOUR = 3600;
    private static final int POINT = 60;

    private final List<Double> experiment = new ArrayList<>();
    private final List<Double> baseline = new ArrayList<>();
    private double watchedSum;
    private double controlSum;
    private int count;

    @Override
    public boolean alarms(int second, double[] watched, double[] control) {
        if (second < 0 || second > 3 * HOUR) {
            return false;
        }
        if (second > 0 && second % POINT == 0) {
            experiment.add(watchedSum / count);
            baseline.add(controlSum / count);
            watchedSum = 0;
            controlSum = 0;
            count = 0;
        }
        watchedSum += Arrays.stream(watched).average().orElse(0);
        controlSum += Arrays.stream(control).average().orElse(0);
        count++;
        return second > 0
                && second % HOUR == 0
                && MannWhitney.DEFAULT
                                .classify(array(baseline), array(experiment), MannWhitney.Way.INCREASE, false)
                                .label()
                        == MannWhitney.Label.HIGH;
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
