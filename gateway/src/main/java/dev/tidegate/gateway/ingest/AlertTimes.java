package dev.tidegate.gateway.ingest;

import dev.tidegate.model.Micros;

/** What absent times of an alert mean. All in microseconds since 1970, {@link Micros#NONE} when not given. */
public final class AlertTimes {
    /** Alertmanager's words for it. */
    public static final String START_AFTER_END = "start time must be before end time";

    private AlertTimes() {}

    /** The given start; else now, or the end when that lies before now. */
    public static long start(long startsAt, long endsAt, long now) {
        if (startsAt != Micros.NONE) {
            return startsAt;
        }
        return endsAt != Micros.NONE && endsAt < now ? endsAt : now;
    }

    /**
     * The end of an alert whose sender says in words whether it fires. Such senders repeat themselves after hours and
     * promise to say when it is over, so a firing alert is held until then instead of ending with the resolve timeout.
     *
     * @param hold how long without a word it may be taken as firing, microseconds
     */
    public static long endOf(boolean resolved, long endsAt, long now, long hold) {
        if (!resolved) {
            return now + hold;
        }
        return endsAt == Micros.NONE || endsAt > now ? now : endsAt;
    }
}
