package dev.tidegate.health.judge;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Iterator;

/**
 * The last rounds of some nodes, in single precision, with a bound: the oldest are forgotten.
 *
 * <p>{@value #MOST_ROUNDS} rounds, or fewer when {@value #MOST_CELLS} numbers are reached before: 262 rounds of a thousand
 * nodes take 1 MB a signal.
 */
final class History {
    static final int MOST_ROUNDS = 2_048;
    static final int MOST_CELLS = 262_144;

    private final int most;
    private final ArrayDeque<float[]> rows = new ArrayDeque<>();

    History(int nodes) {
        most = Math.clamp(MOST_CELLS / Math.max(nodes, 1), 16, MOST_ROUNDS);
    }

    void add(double[] first, double[] second) {
        float[] row = rows.size() == most ? rows.removeFirst() : new float[first.length + second.length];
        for (int i = 0; i < first.length; i++) {
            row[i] = (float) first[i];
        }
        for (int i = 0; i < second.length; i++) {
            row[first.length + i] = (float) second[i];
        }
        rows.addLast(row);
    }

    int rounds() {
        return rows.size();
    }

    /** One row a node, oldest round first. */
    double[][] series(int nodes) {
        double[][] series = new double[nodes][rows.size()];
        int t = 0;
        for (Iterator<float[]> each = rows.iterator(); each.hasNext(); t++) {
            float[] row = each.next();
            for (int i = 0; i < nodes; i++) {
                series[i][t] = row[i];
            }
        }
        return series;
    }

    static double[] nothing(int nodes) {
        double[] nothing = new double[nodes];
        Arrays.fill(nothing, Double.NaN);
        return nothing;
    }
}
