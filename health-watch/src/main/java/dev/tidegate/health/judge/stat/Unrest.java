package dev.tidegate.health.judge.stat;

import java.util.Arrays;

/**
 * How untouched nodes go beyond all that they were before the change. A snapshot of a calm hour teaches nothing of a wilder
 * one; the control lives through the same hour, and what it does is no sign of the change. It only ever lowers bets: a
 * watched node stands out by what it exceeds the control's reach by, and the sum over nodes is as noisy as the control's was.
 *
 * <p>For the reach the second highest round counts, so that one wild value of one untouched node excuses nothing.
 */
public final class Unrest {
    /** Rounds over which it is averaged. */
    private static final double MEMORY = 64;

    private final SeriesModel[] models;
    private final double[] highest;
    private final double[] before;
    private double squares;
    private double noise;
    private double first = 1;
    private double second = 1;

    /**
     * @param models of the untouched nodes
     * @param series differences of each to the others before the change
     */
    public Unrest(SeriesModel[] models, double[][] series) {
        this.models = models;
        highest = new double[models.length];
        before = new double[models.length];
        Arrays.fill(before, Double.NaN);
        Arrays.fill(highest, Outliers.LEAST);
        for (int i = 0; i < models.length; i++) {
            double last = Double.NaN;
            for (double y : series[i]) {
                double score = models[i].innovation(y, last);
                last = y;
                // also false where it is not known
                if (score > highest[i]) {
                    highest[i] = score;
                }
            }
        }
    }

    int nodes() {
        return highest.length;
    }

    void copyHighest(double[] to, int at) {
        System.arraycopy(highest, 0, to, at, highest.length);
    }

    void raise(double least) {
        for (int i = 0; i < highest.length; i++) {
            highest[i] = Math.max(highest[i], least);
        }
    }

    /** Takes in a round after the change. */
    public void update(double[] differences) {
        double most = 1;
        double sum = 0;
        for (int i = 0; i < models.length; i++) {
            double score = models[i].innovation(differences[i], before[i]);
            before[i] = differences[i];
            sum += Outliers.excess(score, highest[i]);
            if (score > highest[i] * most) {
                most = score / highest[i];
            }
        }
        squares += (sum * sum - squares) / MEMORY;
        noise = Math.max(noise, Math.sqrt(squares));
        if (most > first) {
            second = first;
            first = most;
        } else if (most > second) {
            second = most;
        }
    }

    /**
     * How much the sum of what they exceed their own highest by has varied since, for so many other nodes as these; never
     * less than it once was.
     */
    public double noise(int nodes) {
        double ratio = (double) nodes / models.length;
        return noise * Math.max(ratio, Math.sqrt(ratio)) * Math.sqrt(1 + 1 / ratio);
    }

    /** How many times their own highest from before the change they have reached since; at least 1. */
    public double reached() {
        return second;
    }
}
