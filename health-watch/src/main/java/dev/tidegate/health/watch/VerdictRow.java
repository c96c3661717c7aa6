package dev.tidegate.health.watch;

import dev.tidegate.health.judge.Verdict;
import java.time.Instant;

/**
 * A decision as it is stored.
 *
 * @param at time of the round that led to it
 * @param toldAt when it was written; later than {@code at} when the past was read again
 * @param report JSON: queries, raw values, statistics and thresholds of every signal
 */
public record VerdictRow(long number, Instant at, Instant toldAt, Verdict verdict, String report) {
    public Decision.Known known() {
        return new Decision.Known(number, at, verdict);
    }
}
