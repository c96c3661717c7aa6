package dev.tidegate.health.evidence.http;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * How far a server's clock is ahead of ours, learnt from the {@code Date} of its answers.
 *
 * <p>The header is cut to seconds and written at some moment between question and answer, so one answer gives an
 * interval that the difference lies in. Differences that could be below {@link #BOUND} count as none: the header cannot
 * tell them from latency, and metrics are rarely newer than that anyway.
 */
final class ServerClock {
    static final Duration BOUND = Duration.ofSeconds(5);

    private volatile Duration ahead = Duration.ZERO;

    Duration ahead() {
        return ahead;
    }

    /** Takes in an answer; true when the difference is another one now. */
    boolean observe(@Nullable String date, Instant asked, Instant answered) {
        if (date == null) {
            return false;
        }
        Instant written;
        try {
            written = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
        } catch (DateTimeParseException unreadable) {
            return false; // a header that is not a date says nothing about the clock
        }
        Duration least = Duration.between(answered, written);
        Duration most = Duration.between(asked, written.plusSeconds(1));
        Duration found = Duration.ZERO;
        if (least.compareTo(BOUND) > 0 || most.compareTo(BOUND.negated()) < 0) {
            found = Duration.ofSeconds(least.plus(most).dividedBy(2).toSeconds());
        }
        // latency makes the middle wander by a second; a time that moves with every answer would repeat or skip samples
        if (found.minus(ahead).abs().compareTo(Duration.ofSeconds(2)) < 0 && !found.isZero()) {
            return false;
        }
        boolean changed = !found.equals(ahead);
        ahead = found;
        return changed;
    }
}
