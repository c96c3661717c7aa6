package dev.tidegate.storm.timeline;

import java.time.Duration;
import java.time.Instant;

/** What time the alerts say it is. */
@FunctionalInterface
public interface StampClock {
    /**
     * The instant to write into an alert.
     *
     * @param simulatedMillis the storm's own time
     * @param messagesBefore how many messages went out before this one
     */
    Instant at(long simulatedMillis, long messagesBefore);

    /** The simulated time itself, counted from {@code start}. */
    static StampClock simulated(Instant start) {
        return (simulatedMillis, messagesBefore) -> start.plusMillis(simulatedMillis);
    }

    /**
     * The time at which the message is due when messages leave evenly at a rate: calm stretches of the storm pass
     * faster than busy ones.
     */
    static StampClock paced(Instant start, double messagesPerSecond) {
        return (simulatedMillis, messagesBefore) ->
                start.plus(Duration.ofMillis(Math.round(messagesBefore * 1000 / messagesPerSecond)));
    }
}
