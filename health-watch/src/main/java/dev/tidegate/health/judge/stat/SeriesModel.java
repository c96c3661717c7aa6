package dev.tidegate.health.judge.stat;

import org.jspecify.annotations.Nullable;

/**
 * What is normal for a series of differences, learnt from rounds in which nothing was wrong, and how a bet against
 * "nothing got worse" is paid.
 *
 * <p>A difference y is the part by which a level is above what is allowed. It is whitened as an AR(1) series, u = (y − ρ·y
 * of the round before)/σ, with ρ taken at the upper end of what the learning rounds allow: too high a ρ makes the sum of
 * the u's only smaller. Then it is clipped at several widths c, so that single wild values decide nothing, and centred with
 * the clipped mean of the learning rounds. A bet (c, λ) is paid
 *
 * <pre>    exp(λ·ψ) / (1 + v/c²·(exp(λ·c) − 1 − λ·c))        ψ = clip(u) − centre</pre>
 *
 * whose expectation is at most 1 for every distribution with mean at most 0, variance at most v and upper end c (Bennett).
 * The variance v is taken at the upper end as well (Bernstein), so that few learning rounds mean small pay, not false
 * alarms. Against drift that AR(1) does not see, v is raised by how much the means of 8 and 32 rounds vary more than they
 * should.
 */
public final class SeriesModel {
    /** Width of the clip and size of the bet. */
    private static final double[][] BETS = {
        {2, 0.25}, {2, 0.8}, {5, 0.4}, {5, 1.0}, {12, 0.3}, {12, 0.6}, {30, 0.15}, {30, 0.3}
    };

    static final int BET_COUNT = BETS.length;
    private static final double[] WIDTHS = {2, 5, 12, 30};
    private static final double MOST_RHO = 0.97;
    private static final double VARIANCE_Z = 1.5;
    private static final double SCALE_Z = 1.5;
    private static final double FORGIVEN = 0.25;
    /** Rounds from which on little is left unknown. */
    private static final double ENOUGH = 400;

    private static final int[] BLOCKS = {8, 32};
    private static final int FEWEST_BLOCKS = 10;

    private final double rho;
    private final double sigma;
    private final double[] centre = new double[WIDTHS.length];
    private final double[] variance = new double[WIDTHS.length];
    private final double[] upper = new double[WIDTHS.length];
    private final double[] logPrice = new double[BETS.length];

    private SeriesModel(double rho, double sigma) {
        this.rho = rho;
        this.sigma = sigma;
    }

    /**
     * Learns from series that are alike, or from one.
     *
     * @param series differences to their own normal level, NaN where nothing was reported
     * @param leastRho a lower bound for ρ, known from elsewhere
     * @param floor a noise below which differences do not matter, above 0
     * @param share the part of the error budget that the centre may be wrong with
     * @param alike what many series of the same kind have taught about the shape of their noise, if they have
     */
    public static SeriesModel learn(
            double[][] series, double leastRho, double floor, double share, @Nullable SeriesModel alike) {
        double rho = Math.max(leastRho, rho(series));
        double sigma = Math.max(scale(series, rho), floor * Math.sqrt(1 - rho * rho));
        SeriesModel model = new SeriesModel(rho, sigma);
        model.learnClipped(series, share, alike);
        return model;
    }

    /** The same for a series that is {@code factor} times as noisy, such as a mean of several. */
    public SeriesModel scaled(double factor, double floor) {
        SeriesModel scaled = new SeriesModel(rho, Math.max(sigma * factor, floor * Math.sqrt(1 - rho * rho)));
        System.arraycopy(centre, 0, scaled.centre, 0, centre.length);
        System.arraycopy(variance, 0, scaled.variance, 0, variance.length);
        System.arraycopy(upper, 0, scaled.upper, 0, upper.length);
        System.arraycopy(logPrice, 0, scaled.logPrice, 0, logPrice.length);
        return scaled;
    }

    /**
     * The same for a series that has become noisier than it was in the learning rounds. Its centre is then taken at 0 at least:
     * where the clip cut off more, or less, tells nothing any more.
     */
    SeriesModel noisier(double noise) {
        SeriesModel noisier = new SeriesModel(rho, noise * Math.sqrt(1 - rho * rho));
        for (int width = 0; width < WIDTHS.length; width++) {
            noisier.centre[width] = Math.max(centre[width], 0);
            noisier.variance[width] = Math.max(variance[width], 1);
            noisier.upper[width] = Math.max(upper[width], WIDTHS[width]);
        }
        noisier.price();
        return noisier;
    }

    public double rho() {
        return rho;
    }

    /** Standard deviation of the series itself, not of its innovations. */
    public double noise() {
        return sigma / Math.sqrt(1 - rho * rho);
    }

    /** The whitened difference; without the round before it is taken from the stationary distribution. */
    double innovation(double y, double before) {
        return Double.isNaN(before) ? y * Math.sqrt(1 - rho * rho) / sigma : (y - rho * before) / sigma;
    }

    void pay(double innovation, double[] paid) {
        for (int bet = 0; bet < BETS.length; bet++) {
            int width = bet / 2;
            double clipped = Math.clamp(innovation, -WIDTHS[width], WIDTHS[width]);
            paid[bet] = Math.exp(BETS[bet][1] * (clipped - centre[width]) - logPrice[bet]);
        }
    }

    /** Pooled lag-1 autocorrelation at the upper end of what the data allow. */
    public static double rho(double[][] series) {
        double cross = 0;
        double squares = 0;
        long pairs = 0;
        for (double[] one : series) {
            double mean = mean(one);
            for (int t = 1; t < one.length; t++) {
                double now = one[t] - mean;
                double before = one[t - 1] - mean;
                if (!Double.isNaN(now) && !Double.isNaN(before)) {
                    cross += now * before;
                    squares += 0.5 * (now * now + before * before);
                    pairs++;
                }
            }
        }
        if (pairs < 3 || squares <= 0) {
            return 0;
        }
        double raw = cross / squares;
        double length = (double) pairs / series.length;
        double bias = (1 + 3 * Math.max(raw, 0)) / length;
        double error = Math.sqrt(Math.max(1 - raw * raw, 0.05) / pairs);
        return Math.clamp(raw + bias + error, 0, MOST_RHO);
    }

    private static double scale(double[][] series, double rho) {
        double squares = 0;
        long count = 0;
        for (double[] one : series) {
            for (int t = 1; t < one.length; t++) {
                double u = one[t] - rho * one[t - 1];
                if (!Double.isNaN(u)) {
                    squares += u * u;
                    count++;
                }
            }
        }
        // a wild value in the snapshot must not hide the next one: the scale is that of the bulk
        if (count == 0) {
            return 0;
        }
        double all = Math.sqrt(squares / count);
        double bulk = 0;
        long inside = 0;
        for (double[] one : series) {
            for (int t = 1; t < one.length; t++) {
                double u = Math.abs(one[t] - rho * one[t - 1]);
                if (u <= 3 * all) {
                    bulk += u * u;
                    inside++;
                }
            }
        }
        return Math.sqrt(bulk / Math.max(inside, 1)) * (1 + SCALE_Z / Math.sqrt(2.0 * inside));
    }

    private void learnClipped(double[][] series, double share, @Nullable SeriesModel alike) {
        for (int width = 0; width < WIDTHS.length; width++) {
            double c = WIDTHS[width];
            double sum = 0;
            double squares = 0;
            long count = 0;
            for (double[] one : series) {
                for (int t = 1; t < one.length; t++) {
                    double u = (one[t] - rho * one[t - 1]) / sigma;
                    if (!Double.isNaN(u)) {
                        double clipped = Math.clamp(u, -c, c);
                        sum += clipped;
                        squares += clipped * clipped;
                        count++;
                    }
                }
            }
            double n = Math.max(count, 1);
            double mean = sum / n;
            double v = Math.max(squares / n - mean * mean, 0);
            v *= swing(series, c, mean, v);
            double widest = v + VARIANCE_Z * c * Math.sqrt(v / n) + VARIANCE_Z * VARIANCE_Z * c * c / (3 * n);
            v = alike == null ? widest : Math.min(widest, Math.max(v, alike.variance[width]));
            double error = Math.sqrt(Math.max(v, 1e-6) / n);
            double smallest = BETS[0][1];
            // a small part of an error of the centre is already paid for by the price of the smallest bet
            double forgiven = FORGIVEN * Math.min(1, n / ENOUGH) * smallest * v;
            double doubt = Math.max(0, Numbers.studentQuantile(1 - share, n) * error - forgiven);
            centre[width] = mean + doubt;
            variance[width] = Math.min(v, c * c);
            upper[width] = c - mean;
        }
        price();
    }

    private void price() {
        for (int bet = 0; bet < BETS.length; bet++) {
            int width = bet / 2;
            double c = upper[width];
            double lambda = BETS[bet][1];
            logPrice[bet] = Math.log1p(variance[width] / (c * c) * (Math.expm1(lambda * c) - lambda * c));
        }
    }

    /** How many times the variance of means over blocks is above what independent rounds would give. */
    private double swing(double[][] series, double c, double mean, double v) {
        double most = 1;
        if (v <= 0) {
            return most;
        }
        for (int block : BLOCKS) {
            double squares = 0;
            long blocks = 0;
            for (double[] one : series) {
                double sum = 0;
                int filled = 0;
                for (int t = 1; t < one.length; t++) {
                    double u = (one[t] - rho * one[t - 1]) / sigma;
                    if (Double.isNaN(u)) {
                        continue;
                    }
                    sum += Math.clamp(u, -c, c) - mean;
                    if (++filled == block) {
                        squares += sum * sum / block;
                        blocks++;
                        sum = 0;
                        filled = 0;
                    }
                }
            }
            if (blocks >= FEWEST_BLOCKS) {
                most = Math.max(most, squares / blocks / v);
            }
        }
        return most;
    }

    /** Mean of what is known; NaN when nothing is. */
    public static double mean(double[] values) {
        double sum = 0;
        int count = 0;
        for (double value : values) {
            if (!Double.isNaN(value)) {
                sum += value;
                count++;
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }
}
