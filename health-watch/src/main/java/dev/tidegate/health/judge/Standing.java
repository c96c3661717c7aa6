package dev.tidegate.health.judge;

import dev.tidegate.health.judge.stat.Starts;
import java.util.Arrays;

/** How a comparison stands after each of its rounds, however it compares. */
final class Standing {
    /** Evidence this many times the stake is no reason to pull back, but one not to pass yet. */
    private static final double LEANING = 2;

    private final Verdict.Cause cause;
    private final double[] heights;
    private final Recent level = new Recent();
    private final Recent expectation = new Recent();
    private long compared;
    private double evidence;
    private double inclination;
    private double siteWide;

    /** @param control how many nodes it has to compare with */
    Standing(int watched, int control) {
        cause = control > 0 ? Verdict.Cause.CONTROL : Verdict.Cause.SNAPSHOT;
        heights = new double[watched];
    }

    // ------------------------------------------------------------------------------------- told by the comparer

    /** A round begins that can be compared. */
    void begin() {
        compared++;
        Arrays.fill(heights, Double.NEGATIVE_INFINITY);
    }

    /** How far a node stands out, one way; the worse of the ways counts. */
    void stands(int node, double height) {
        heights[node] = Math.max(heights[node], Double.isNaN(height) ? Double.NEGATIVE_INFINITY : height);
    }

    /** What the watched nodes are and what was expected of them, both as sums over so much. */
    void seen(double levels, double expected, double of) {
        level.add(levels, of);
        expectation.add(expected, of);
    }

    /**
     * The e-values after this round.
     *
     * @param ofWatched of the watched nodes
     * @param evenly the same with no kind of bet preferred: a few wild events are a reason to wait, though quick bets on
     *     steady ones would not notice them
     * @param ofControl of the control having got worse than it was
     */
    void weighed(double ofWatched, double evenly, double ofControl) {
        evidence = ofWatched;
        inclination = evenly;
        siteWide = ofControl;
    }

    // ------------------------------------------------------------------------------------- asked by the judge

    /** Whether there was a round that could be compared. */
    boolean begun() {
        return compared > 0;
    }

    Verdict.Cause cause() {
        return cause;
    }

    /** The e-value now, of the mixture over the group, its nodes, sizes and starting rounds of a change. */
    double evidence() {
        return evidence;
    }

    /** What of the stake has been played by now. */
    double staked() {
        return Starts.staked(compared);
    }

    /** Whether the evidence is a reason not to pass yet. */
    boolean leans() {
        return compared > 0 && inclination >= LEANING * staked();
    }

    /** The e-value of the control having got worse than it was before the change; 0 where that is not known. */
    double siteWide() {
        return siteWide;
    }

    /** Estimated difference of the watched level to what is expected, over the last rounds; NaN while not known. */
    double effect() {
        return level.mean() - expectation.mean();
    }

    /** The watched level over the last rounds. */
    double recent() {
        return level.mean();
    }

    /** What the watched level was expected to be over the last rounds. */
    double expected() {
        return expectation.mean();
    }

    /** How far a watched node stands out; higher is worse. */
    double height(int node) {
        return heights[node];
    }
}
