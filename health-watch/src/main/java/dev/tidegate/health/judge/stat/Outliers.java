package dev.tidegate.health.judge.stat;

import java.util.Arrays;

/**
 * One number a round for how many nodes are beyond all that they were before the change, and how far: the sum, over the
 * nodes, of the root of what each one's whitened difference exceeds its own highest by, counted in that highest. The root keeps one
 * node that is wild by nature from hiding the others.
 *
 * <p>A mean over many nodes does not see a few that break, and single nodes have to outweigh that there are many. What this
 * number usually is, is learnt from the rounds before the change, each node's highest value being compared with its second
 * highest, as if it had come after: nodes that are wild at times, or wild together, are then no surprise. What the snapshot
 * cannot teach, that a later hour is wilder for everybody, is taken from the control: see {@link Unrest}.
 */
public final class Outliers {
    /** A highest value below this many times a node's noise is luck of a short snapshot. */
    static final double LEAST = 2;

    private static final double MOST = 5;
    private static final double TYPICAL = 0.75;
    /** With fewer rounds, the highest of them says little of how high it can be. */
    public static final int LEAST_ROUNDS = 60;
    /** A sum that is nearly always nothing has no noise of its own; this is the least that counts. */
    private static final double FLOOR = 0.1;

    private final double[] highest;
    private final double usual;
    private final SeriesModel model;

    private Outliers(double[] highest, double usual, SeriesModel model) {
        this.highest = highest;
        this.usual = usual;
        this.model = model;
    }

    /**
     * @param models of the nodes
     * @param series differences of the nodes before the change
     */
    public static Outliers learn(SeriesModel[] models, double[][] series, double share) {
        double[] sums = new double[series[0].length];
        double[] highest = new double[series.length];
        for (int i = 0; i < series.length; i++) {
            double before = Double.NaN;
            double first = LEAST;
            double second = LEAST;
            int when = -1;
            for (int t = 0; t < series[i].length; t++) {
                double score = models[i].innovation(series[i][t], before);
                before = series[i][t];
                if (score > first) {
                    second = first;
                    first = score;
                    when = t;
                } else if (score > second) {
                    second = score;
                }
            }
            highest[i] = first;
            if (when >= 0) {
                sums[when] += excess(first, second);
            }
        }
        double usual = SeriesModel.mean(sums);
        double[] centred = Arrays.stream(sums).map(sum -> sum - usual).toArray();
        return new Outliers(highest, usual, SeriesModel.learn(new double[][] {centred}, 0, FLOOR, share, null));
    }

    static double excess(double score, double highest) {
        return score > highest ? Math.min(Math.sqrt(score / highest - 1), MOST) : 0;
    }

    /**
     * Counts no node, watched or not, below what the upper quarter of all of them reached before the change: that a node's own
     * highest is lower may be luck of a short snapshot.
     */
    public void alike(Unrest untouched) {
        double[] all = Arrays.copyOf(highest, highest.length + untouched.nodes());
        untouched.copyHighest(all, highest.length);
        Arrays.sort(all);
        double typical = all[(int) (all.length * TYPICAL)];
        for (int i = 0; i < highest.length; i++) {
            highest[i] = Math.max(highest[i], typical);
        }
        untouched.raise(typical);
    }

    /**
     * This round's number, as a difference to what is usual; the nodes' test has taken in the round before.
     *
     * @param reached how many times their own highest untouched nodes have reached since, at least 1
     */
    public double of(ShiftTest nodes, double reached) {
        double sum = 0;
        for (int i = 0; i < highest.length; i++) {
            sum += excess(nodes.innovation(i), highest[i] * reached);
        }
        return sum - usual;
    }

    /** @param noise how much this number is known to vary now, whatever it did before the change */
    public SeriesModel model(double noise) {
        return noise <= model.noise() ? model : model.noisier(noise);
    }
}
