package dev.tidegate.health.judge;

import dev.tidegate.health.judge.stat.Numbers;
import dev.tidegate.health.judge.stat.RateTest;

/** What rates may be after a change, at the end of what the rounds before it leave open. */
final class RateEdges {
    private RateEdges() {}

    /**
     * The rate that is allowed after the change: what was before, at the end of what its events leave open, and the margin
     * on it. What the smallest bet forgives anyway need not be added twice.
     */
    static double allowed(Allowance allowance, double events, double exposure, double index, double doubt) {
        double z = -Numbers.normalQuantile(doubt);
        double rate = events / exposure;
        double spread = index * z * z;
        double edge = allowance.up()
                ? Math.max(
                        rate,
                        (events + spread / 2 + Math.sqrt(events * spread + spread * spread / 4))
                                / exposure
                                / RateTest.SLACK)
                : Math.min(
                        rate,
                        Math.max(events + spread / 2 - Math.sqrt(events * spread + spread * spread / 4), 0)
                                / exposure
                                * RateTest.SLACK);
        return Math.max(edge * allowance.factor() + allowance.extra(), 1e-12);
    }

    /**
     * How many times the control's rate the watched may have had before the change: what the snapshot shows, drawn towards
     * 1 because matched nodes are taken to differ by about a fifth for good, at the end of what that leaves open. What the
     * smallest bet forgives anyway need not be added twice.
     *
     * @param spread of the logarithm of the ratio between groups of this size, without any snapshot
     * @param index variance of the events over their mean
     */
    static double usual(
            Allowance way,
            double events,
            double exposure,
            double others,
            double otherExposure,
            double spread,
            double index,
            double doubt) {
        double prior = 1 / (spread * spread);
        double seen = 0;
        double ratio = 0;
        if (exposure > 0 && otherExposure > 0) {
            ratio = Math.log((events + 0.5) / exposure / ((others + 0.5) / otherExposure));
            seen = 1 / (index * (1 / (events + 0.5) + 1 / (others + 0.5)));
        }
        double centre = ratio * seen / (prior + seen);
        double open = -Numbers.normalQuantile(doubt) / Math.sqrt(prior + seen) - Math.log(RateTest.SLACK);
        return Math.exp(centre + way.sign() * Math.max(open, 0));
    }
}
