package dev.tidegate.health.judge.stat;

import java.util.Arrays;

/**
 * The capital of gamblers who bet on several series, each with several kinds of bet, from each round on: the mixture over
 * kinds and starting rounds of one series is an e-process, and so is the average over series, whatever their dependence.
 */
final class Capital {
    /** Beyond any threshold; kept finite so that it can be shown and multiplied. */
    static final double MOST = 1e150;

    private final int series;
    private final int bets;
    private final double[] shares;
    private final double[] capital;
    private final double[] evidence;
    private final double[] even;
    private double total;
    private double evenTotal;

    /** @param shares of the stake that each kind of bet gets; they sum to 1 */
    Capital(int series, double[] shares) {
        this.series = series;
        this.bets = shares.length;
        this.shares = shares.clone();
        this.capital = new double[series * bets];
        this.evidence = new double[series];
        this.even = new double[series];
    }

    /** The same share for every kind of bet. */
    static double[] evenly(int bets) {
        double[] shares = new double[bets];
        Arrays.fill(shares, 1.0 / bets);
        return shares;
    }

    /** Adds the stake of a round to each bet of a series and multiplies it by what the bet paid. */
    void play(int index, double stake, double[] paid) {
        double sum = 0;
        double each = 0;
        for (int bet = 0, at = index * bets; bet < bets; bet++, at++) {
            // a bet that cannot be reckoned, on numbers too far apart, is given back
            double factor = Double.isNaN(paid[bet]) ? 1 : paid[bet];
            double now = Math.min((capital[at] + stake * shares[bet]) * factor, MOST);
            capital[at] = now;
            sum += now;
            each += now / shares[bet];
        }
        evidence[index] = sum;
        even[index] = each / bets;
    }

    /** A round in which nothing is known of a series: the stake is held, not played. */
    void hold(int index, double stake) {
        for (int bet = 0, at = index * bets; bet < bets; bet++, at++) {
            capital[at] += stake * shares[bet];
        }
        evidence[index] += stake;
        even[index] += stake;
    }

    void settle() {
        total = Math.min(Arrays.stream(evidence).sum() / series, MOST);
        evenTotal = Math.min(Arrays.stream(even).sum() / series, MOST);
    }

    /** The e-value of one series. */
    double of(int index) {
        return evidence[index];
    }

    /** The e-value of all series together, as of the last settling. */
    double all() {
        return total;
    }

    /** What it would be, had every kind of bet the same share. */
    double allEvenly() {
        return evenTotal;
    }
}
