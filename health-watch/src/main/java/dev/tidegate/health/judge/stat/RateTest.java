package dev.tidegate.health.judge.stat;

/**
 * The e-process of events: bets that a rate is above (or below) what is allowed, round after round.
 *
 * <p>Beside a control, the events of both groups are taken together and it is asked how many of them are the watched
 * ones': under the claim their share is at most p₀, with beta-binomial spread for overdispersed counts. What the rate is,
 * and that it moves over the day, does not matter then. Without a control, the events are negative binomial around what
 * the rounds before the change allow. Both families are ordered by likelihood ratio, so that a bet that is fair at the edge
 * of the claim is not better than fair inside it.
 */
public final class RateTest {
    private static final double[] RATIOS = {1.6, 2.5, 5, 12, 40};
    /**
     * Most of the stake is on the small ratios: evidence of them comes slowly, so each part of the stake saves many rounds
     * there, while a large ratio makes up for a smaller stake within a round or two.
     */
    private static final double[] SHARES = {0.46, 0.26, 0.15, 0.08, 0.05};

    /** A rate this much above the edge is where the smallest bet begins to pay. */
    public static final double SLACK = 1.27;

    private static final double LEAST_SHARE = 1e-12;

    private final Capital capital;
    private final boolean up;
    private final double[] paid = new double[RATIOS.length];
    private long round;

    public RateTest(int series, boolean up) {
        this.capital = new Capital(series, SHARES);
        this.up = up;
    }

    /** The stake of a new round; each series is then played or held once, and the round settled. */
    public void begin() {
        round++;
    }

    public void hold(int series) {
        capital.hold(series, Starts.stake(round));
    }

    /**
     * Plays a round of a series beside its control.
     *
     * @param events of the watched
     * @param both events of watched and control together
     * @param share of all events that the watched may have at most
     * @param precision of the beta that the share is spread by: high is binomial
     * @param temper divides the evidence, at least 1
     */
    public void beside(int series, double events, double both, double share, double precision, double temper) {
        double p0 = Math.clamp(share, LEAST_SHARE, 1 - LEAST_SHARE);
        boolean binomial = both <= 1 || precision > 1e6;
        double base = binomial ? 0 : shareLikelihood(events, both, p0, precision);
        for (int bet = 0; bet < RATIOS.length; bet++) {
            double odds = p0 / (1 - p0) * ratio(bet);
            double p1 = Math.clamp(odds / (1 + odds), LEAST_SHARE, 1 - LEAST_SHARE);
            double log = binomial
                    ? events * Math.log(p1 / p0) + (both - events) * Math.log((1 - p1) / (1 - p0))
                    : shareLikelihood(events, both, p1, precision) - base;
            paid[bet] = Math.exp(log / temper);
        }
        capital.play(series, Starts.stake(round), paid);
    }

    /**
     * Plays a round of a series against what was before.
     *
     * @param mean events that are allowed on average
     * @param size of the negative binomial: high is Poisson
     */
    public void against(int series, double events, double mean, double size, double temper) {
        double m0 = Math.max(mean, 1e-12);
        boolean poisson = size > 1e6;
        for (int bet = 0; bet < RATIOS.length; bet++) {
            double m1 = m0 * ratio(bet);
            double log = poisson
                    ? events * Math.log(m1 / m0) - (m1 - m0)
                    : events * Math.log(m1 / m0 * (size + m0) / (size + m1))
                            - size * Math.log((size + m1) / (size + m0));
            paid[bet] = Math.exp(log / temper);
        }
        capital.play(series, Starts.stake(round), paid);
    }

    public void settle() {
        capital.settle();
    }

    public double evidence() {
        return capital.all();
    }

    /** The e-value if nobody cared to be quick: small and large ratios count the same. */
    public double evenEvidence() {
        return capital.allEvenly();
    }

    public double evidence(int series) {
        return capital.of(series);
    }

    private double ratio(int bet) {
        return up ? RATIOS[bet] : 1 / RATIOS[bet];
    }

    private static double shareLikelihood(double events, double both, double share, double precision) {
        return Numbers.logRising(precision * share, events) + Numbers.logRising(precision * (1 - share), both - events);
    }
}
