package dev.tidegate.health.judge.stat;

/**
 * How a stake of 1 is spread over the rounds at which a change may begin to hurt: a good part of it on the first, because
 * most changes hurt at once, the rest over all later ones, so that a fault that shows after hours is found soon after it
 * shows and not only when it outweighs the good hours before.
 *
 * <p>The rounds from 2^k to 2^(k+1) share 1/(k(k+1)) of the rest. A fault that begins at round n costs about
 * ln(n log² n) more evidence than one that begins at the first.
 */
public final class Starts {
    private static final double FIRST = 0.4;

    private Starts() {}

    /** What is staked at a round, counted from 1. */
    public static double stake(long round) {
        if (round <= 1) {
            return FIRST;
        }
        int k = 63 - Long.numberOfLeadingZeros(round);
        return (1 - FIRST) / (k * (k + 1.0) * (1L << k));
    }

    /** What is staked at this round and all before. */
    public static double staked(long round) {
        if (round <= 0) {
            return 0;
        }
        if (round == 1) {
            return FIRST;
        }
        int k = 63 - Long.numberOfLeadingZeros(round);
        double whole = 1 - 1.0 / k;
        double part = (round + 1 - (1L << k)) / (double) (1L << k) / (k * (k + 1.0));
        return FIRST + (1 - FIRST) * (whole + part);
    }
}
