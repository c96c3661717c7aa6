package dev.tidegate.health.evidence;

import java.time.Duration;

/**
 * What a probe found for one signal and one group at one time. Only {@link Values} is evidence of health; the others
 * say why there is none, in a sentence for the engineer.
 */
public sealed interface Evidence {

    /**
     * A number for each node, in the order of the cohort; NaN for a node that did not report.
     *
     * @param values of a gauge; events since the round before, of a count; the part, of a ratio
     * @param totals of a ratio; empty for other kinds
     */
    @SuppressWarnings("ArrayRecordComponent") // a thousand nodes times twenty signals a second; owned by the reading
    record Values(double[] values, double[] totals) implements Evidence {
        private static final double[] NONE = {};

        public static Values of(double... values) {
            return new Values(values, NONE);
        }

        public int reporting() {
            int reporting = 0;
            for (double value : values) {
                if (!Double.isNaN(value)) {
                    reporting++;
                }
            }
            return reporting;
        }
    }

    /** The server answered, and there was nothing. */
    record NoData(String reason) implements Evidence {}

    /** The server said itself that its answer is not whole: warnings, limits hit, failed shards, timed-out parts. */
    record Partial(String reason) implements Evidence {}

    /** There are values, but they are too old. */
    record Stale(Duration age, String reason) implements Evidence {}

    /** The question failed: the server is away, hangs, refuses, or answers something that is not one number a node. */
    record QueryError(String reason) implements Evidence {}
}
