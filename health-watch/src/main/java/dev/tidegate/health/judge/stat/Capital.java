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
    private final double[] capital;
    private final double[] evidence;
    private double total;

    Capital(int series, int bets) {
        this.series = series;
        this.bets = bets;
        this.capital = new double[series * bets];
        this.evidence = new double[series];
    }

    /** Adds the stake of a round to each bet of a series and multiplies it by what the bet paid. */
    void play(int index, double stake, double[] paid) {
        double sum = 0;
        double share = stake / bets;
        for (int bet = 0, at = index * bets; bet < bets; bet++, at++) {
            // a bet that cannot be reckoned, on numbers too far apart, is given back
            double factor = Double.isNaN(paid[bet]) ? 1 : paid[bet];
            double now = Math.min((capital[at] + share) * factor, MOST);
            capital[at] = now;
            sum += now;
        }
        evidence[index] = sum;
    }

    /** A round in which nothing is known of a series: the stake is held, not played. */
    void hold(int index, double stake) {
        double share = stake / bets;
        for (int bet = 0, at = index * bets; bet < bets; bet++, at++) {
            capital[at] += share;
        }
        evidence[index] += stake;
    }

    void settle() {
        total = Math.min(Arrays.stream(evidence).sum() / series, MOST);
    }

    /** The e-value of one series. */
    double of(int index) {
        return evidence[index];
    }

    /** The e-value of all series together, as of the last settling. */
    double all() {
        return total;
    }
}
