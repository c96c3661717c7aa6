package dev.tidegate.health.judge.stat;

/**
 * How much more events vary than independent events would: learnt from rounds in which nothing was wrong.
 *
 * <p>Counts of one node and round are taken as a gamma mixture of Poisson counts: variance = μ + κ·μ². κ is estimated by
 * moments from each node's own counts around its own rate, so that nodes may differ. Bursts that last several rounds show
 * as sums over {@value #BLOCK} rounds that vary still more; the bets are tempered by that factor.
 */
public final class Dispersion {
    private static final int BLOCK = 6;
    private static final int LEAST_ROUNDS = 3;
    private static final int LEAST_BLOCKS = 12;
    /** What is assumed for as long as little is known: counts as wild as geometric ones. */
    private static final double PRIOR = 1;

    private final double[] events;
    private final double[] exposure;
    private final int[] rounds;
    private final double[] blockEvents;
    private final double[] blockExposure;
    private final int[] filled;
    private double excess;
    private double excessNoise;
    private double squares;
    private double pearson;
    private long count;
    private double blockPearson;
    private long blocks;

    public Dispersion(int series) {
        events = new double[series];
        exposure = new double[series];
        rounds = new int[series];
        blockEvents = new double[series];
        blockExposure = new double[series];
        filled = new int[series];
    }

    /** Takes in what one series had in one round. */
    public void add(int series, double event, double exposed) {
        if (rounds[series] >= LEAST_ROUNDS && exposed > 0) {
            double rate = Math.max(events[series], 0.5) / Math.max(exposure[series], 1e-300);
            double mean = rate * exposed;
            double square = (event - mean) * (event - mean);
            // the rate is estimated too, which adds to the square
            double own = mean * mean / (events[series] + 0.5);
            excess += square - mean - own;
            excessNoise += mean + 2 * mean * mean;
            squares += mean * mean;
            pearson += square / mean;
            count++;
            block(series, event, exposed, rate);
        }
        events[series] += event;
        exposure[series] += exposed;
        rounds[series]++;
    }

    private void block(int series, double event, double exposed, double rate) {
        blockEvents[series] += event;
        blockExposure[series] += exposed;
        if (++filled[series] == BLOCK) {
            double mean = rate * blockExposure[series];
            double difference = blockEvents[series] - mean;
            blockPearson += difference * difference / mean;
            blocks++;
            blockEvents[series] = 0;
            blockExposure[series] = 0;
            filled[series] = 0;
        }
    }

    /** κ at the upper end of what was seen; between the estimate and {@value #PRIOR} while little is known. */
    public double kappa() {
        if (squares <= 0) {
            return PRIOR;
        }
        double estimate = Math.max(excess / squares, 0);
        double error = Math.sqrt(Math.max(excessNoise, 1)) / squares;
        return Math.max(estimate * (1 + Math.min(1, 2 / Math.sqrt((double) count))), Math.min(estimate + error, PRIOR));
    }

    /** By how much to temper bets because bursts last longer than a round; 1 when they do not. */
    public double temper() {
        if (blocks < LEAST_BLOCKS || pearson <= 0) {
            return 1;
        }
        double ratio = (blockPearson / (double) blocks) / Math.max(pearson / (double) count, 1e-9);
        return Math.clamp(ratio - Math.sqrt(2.0 / (double) blocks), 1, 50);
    }

    /** Variance of a sum of many rounds over its mean. */
    public double index() {
        double index =
                blocks >= LEAST_BLOCKS ? blockPearson / (double) blocks : count > 0 ? pearson / (double) count : 1;
        return Math.max(index, 1);
    }

    public double events(int series) {
        return events[series];
    }

    public double exposure(int series) {
        return exposure[series];
    }

    public int rounds(int series) {
        return rounds[series];
    }
}
