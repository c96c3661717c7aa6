package dev.tidegate.health.judge;

import dev.tidegate.health.judge.stat.SeriesModel;
import java.util.Arrays;

/** Numbers of nodes over rounds: one row a node, NaN where it did not report. */
final class NodeRows {
    /** A noise below which nothing is told apart. */
    static final double FLOOR = 1e-9;

    private static final double FLOOR_OF_MARGIN = 0.125;
    private static final double FLOOR_OF_LEVEL = 1e-6;

    private NodeRows() {}

    static double[] means(double[][] rows) {
        return Arrays.stream(rows).mapToDouble(SeriesModel::mean).toArray();
    }

    /** Rounds in which at least one node is known. */
    static int known(double[][] rows) {
        int known = 0;
        for (int t = 0; rows.length > 0 && t < rows[0].length; t++) {
            for (double[] one : rows) {
                if (!Double.isNaN(one[t])) {
                    known++;
                    break;
                }
            }
        }
        return known;
    }

    /** Each row in units of its own noise, so that their shapes can be looked at together. */
    static double[][] standard(double[][] rows) {
        double[][] standard = new double[rows.length][];
        for (int i = 0; i < rows.length; i++) {
            double noise = Math.max(spread(rows[i]), FLOOR);
            standard[i] = Arrays.stream(rows[i]).map(y -> y / noise).toArray();
        }
        return standard;
    }

    /** Standard deviation of what is known; 0 when that is less than two. */
    static double spread(double[] values) {
        double mean = SeriesModel.mean(values);
        double squares = 0;
        int count = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                squares += (value - mean) * (value - mean);
                count++;
            }
        }
        return count < 2 ? 0 : Math.sqrt(squares / (count - 1));
    }

    /** The least noise that a node of this level is taken to have. */
    static double floor(double level, Allowance allowance) {
        double size = Double.isNaN(level) ? 0 : level;
        return Math.max(Math.max(FLOOR_OF_MARGIN * allowance.margin(size), FLOOR_OF_LEVEL * Math.abs(size)), FLOOR);
    }
}
