package dev.tidegate.health.judge;

import dev.tidegate.health.policy.SignalKind;
import java.util.Arrays;

/**
 * Numbers of a group's nodes that can be reckoned with: NaN where a node did not report, or reported something that is no
 * such number.
 *
 * @param values a level, a number of events, or a ratio's part
 * @param totals what the values are of: a ratio's totals, 1 for the others; NaN where the value is
 * @param reporting nodes with a number
 * @param refused nodes whose number makes no sense: infinite or beyond all bounds, negative events, a part above its total
 */
@SuppressWarnings("ArrayRecordComponent") // a thousand nodes a round; owned by the sample
record Sample(double[] values, double[] totals, int reporting, int refused) {

    /** Beyond these, squares and sums are no longer numbers. */
    static final double MOST_LEVEL = 1e100;

    static final double MOST_EVENTS = 1e15;

    /** @param zero whether no number means no events */
    static Sample of(SignalKind kind, double[] values, double[] totals, boolean zero) {
        double[] clean = new double[values.length];
        double[] of = new double[values.length];
        int reporting = 0;
        int refused = 0;
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            double total = kind == SignalKind.RATIO ? totals[i] : 1;
            if (zero && Double.isNaN(value)) {
                value = 0;
                total = kind == SignalKind.RATIO ? (Double.isNaN(total) ? 0 : total) : 1;
            }
            boolean known = !Double.isNaN(value) && !Double.isNaN(total);
            boolean sound = Math.abs(value) <= (kind == SignalKind.GAUGE ? MOST_LEVEL : MOST_EVENTS)
                    && (kind == SignalKind.GAUGE || value >= 0)
                    && (kind != SignalKind.RATIO || (value <= total && total <= MOST_EVENTS));
            if (known && sound) {
                clean[i] = value;
                of[i] = total;
                reporting++;
            } else {
                clean[i] = Double.NaN;
                of[i] = Double.NaN;
                refused += known ? 1 : 0;
            }
        }
        return new Sample(clean, of, reporting, refused);
    }

    static Sample zeros(SignalKind kind, int nodes) {
        double[] totals = new double[nodes];
        Arrays.fill(totals, kind == SignalKind.RATIO ? 0 : 1);
        return new Sample(new double[nodes], totals, nodes, 0);
    }

    boolean known(int node) {
        return !Double.isNaN(values[node]);
    }

    /** The mean of a level, the events a node, or the ratio over all nodes; NaN when nothing reported. */
    double level() {
        double value = 0;
        double total = 0;
        for (int i = 0; i < values.length; i++) {
            if (known(i)) {
                value += values[i];
                total += totals[i];
            }
        }
        return total > 0 ? value / total : Double.NaN;
    }

    /** A node's own level; NaN when it is not known. */
    double level(int node) {
        return totals[node] > 0 ? values[node] / totals[node] : Double.NaN;
    }

    double events() {
        return sum(values);
    }

    double exposure() {
        return sum(totals);
    }

    private static double sum(double[] numbers) {
        double sum = 0;
        for (double number : numbers) {
            if (!Double.isNaN(number)) {
                sum += number;
            }
        }
        return sum;
    }
}
