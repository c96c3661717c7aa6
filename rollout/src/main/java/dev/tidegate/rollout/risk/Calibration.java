package dev.tidegate.rollout.risk;

/**
 * How good scores have been: log loss of what was predicted against what came of it, beside the log loss of always saying
 * the average. Below 1, {@link #ratio()} says that scores know something.
 *
 * @param changes that have ended
 * @param loss sum of {@code −ln p} of what happened
 */
public record Calibration(long changes, long failures, double loss) {
    public static final Calibration NONE = new Calibration(0, 0, 0);

    private static final double CLOSEST = 1e-6;

    /** With one more change that has ended. */
    public Calibration with(double probability, boolean failed) {
        double p = Math.min(Math.max(failed ? probability : 1 - probability, CLOSEST), 1);
        return new Calibration(changes + 1, failures + (failed ? 1 : 0), loss - Math.log(p));
    }

    /** Loss a change. NaN before the first. */
    public double logLoss() {
        return loss / changes;
    }

    /** Loss against that of always saying the average; NaN while nothing or everything has failed. */
    public double ratio() {
        double rate = (double) failures / changes;
        double entropy = -(rate * Math.log(rate) + (1 - rate) * Math.log(1 - rate));
        return logLoss() / entropy;
    }
}
