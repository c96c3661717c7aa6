package dev.tidegate.storm.fault;

/**
 * A stretch of simulated time.
 *
 * @param from milliseconds since the storm began, inclusive
 * @param until milliseconds since the storm began, exclusive
 */
public record Span(long from, long until) {
    /** How long it lasts, in milliseconds. */
    public long length() {
        return until - from;
    }

    /** Whether the instant lies in it. */
    public boolean contains(long at) {
        return from <= at && at < until;
    }

    /** The same stretch, begun and ended later by so many milliseconds. */
    Span later(long begin, long end) {
        return new Span(from + begin, until + end);
    }
}
