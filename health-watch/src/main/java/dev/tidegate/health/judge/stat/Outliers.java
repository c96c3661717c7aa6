package dev.tidegate.health.judge.stat;

import java.util.Arrays;

/**
 * One number a round for how many nodes stand out, and how far: the sum of what each node's whitened difference exceeds
 * its own usual tail by, counted in that tail.
 *
 * <p>A mean over many nodes does not see a few that break, and single nodes have to outweigh that there are many. What this
 * number usually is, was learnt from the rounds before the change; that nodes are wild together is then no surprise.
 */
public final class Outliers {
    private static final double TAIL = 0.99;
    private static final double LEAST_TAIL = 2;
    private static final double MOST = 15;

    private final double[] tails;
    private final double usual;
    private final SeriesModel model;

    private Outliers(double[] tails, double usual, SeriesModel model) {
        this.tails = tails;
        this.usual = usual;
        this.model = model;
    }

    /**
     * @param models of the nodes
     * @param series differences of the nodes before the change
     */
    public static Outliers learn(SeriesModel[] models, double[][] series, double share) {
        int rounds = series[0].length;
        double[] tails = new double[series.length];
        double[][] innovations = new double[series.length][rounds];
        for (int i = 0; i < series.length; i++) {
            for (int t = 0; t < rounds; t++) {
                innovations[i][t] = models[i].innovation(series[i][t], t == 0 ? Double.NaN : series[i][t - 1]);
            }
            double[] sorted = Arrays.stream(innovations[i])
                    .filter(u -> !Double.isNaN(u))
                    .sorted()
                    .toArray();
            double tail = sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, TAIL * sorted.length)];
            tails[i] = Math.max(tail, LEAST_TAIL);
        }
        double[] sums = new double[rounds];
        for (int t = 0; t < rounds; t++) {
            double sum = 0;
            for (int i = 0; i < series.length; i++) {
                sum += excess(innovations[i][t], tails[i]);
            }
            sums[t] = sum;
        }
        double usual = SeriesModel.mean(sums);
        double[] centred = Arrays.stream(sums).map(sum -> sum - usual).toArray();
        // a sum that is nearly always nothing has no noise of its own: one node at its double tail is the least that
        // counts
        double floor = 1;
        return new Outliers(tails, usual, SeriesModel.learn(new double[][] {centred}, 0, floor, share, null));
    }

    private static double excess(double innovation, double tail) {
        return innovation > tail ? Math.min(innovation / tail - 1, MOST) : 0;
    }

    /** This round's number, as a difference to what is usual. */
    public double of(ShiftTest nodes) {
        double sum = 0;
        for (int i = 0; i < tails.length; i++) {
            sum += excess(nodes.innovation(i), tails[i]);
        }
        return sum - usual;
    }

    public SeriesModel model() {
        return model;
    }
}
