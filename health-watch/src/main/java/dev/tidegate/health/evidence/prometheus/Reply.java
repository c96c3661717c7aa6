package dev.tidegate.health.evidence.prometheus;

import java.util.List;

/**
 * The envelope of an answer; its numbers went to the {@link Rows} that it was read with.
 *
 * @param status success or error; empty when the answer has none
 * @param error the server's own words; empty without
 * @param resultType vector, matrix, scalar, string; empty without data
 * @param warnings each says that the answer is not whole; {@code infos} are not among them
 */
record Reply(String status, String errorType, String error, String resultType, List<String> warnings) {

    /** Takes in the series of an answer, one after the other. */
    interface Rows {
        /**
         * @param times in milliseconds, the first {@code count} are meant
         * @param histogram whether it has native histograms, which are no numbers
         */
        void series(SeriesLabels labels, long[] times, double[] values, int count, boolean histogram);
    }
}
