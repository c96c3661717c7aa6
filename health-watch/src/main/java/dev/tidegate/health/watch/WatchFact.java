package dev.tidegate.health.watch;

import java.time.Instant;

/** What happened to a watch. Facts are numbered without gaps by the process that runs the watch. */
public sealed interface WatchFact {
    long seq();

    Instant at();

    /** What it is called in streams. */
    String kind();

    /** A round was judged. */
    record Framed(long seq, Instant at, Frame frame) implements WatchFact {
        @Override
        public String kind() {
            return "frame";
        }
    }

    /** The verdict changed. */
    record Decided(long seq, Instant at, Decision decision) implements WatchFact {
        @Override
        public String kind() {
            return "verdict";
        }
    }

    /**
     * Evidence has been missing for as long as the policy allows: somebody has to look.
     *
     * @param since when the first round without it was
     */
    record Asked(long seq, Instant at, Instant since, String reason) implements WatchFact {
        @Override
        public String kind() {
            return "asked";
        }
    }

    /** Evidence is there again, after somebody was asked. */
    record Answered(long seq, Instant at, Instant since) implements WatchFact {
        @Override
        public String kind() {
            return "answered";
        }
    }

    /** Nothing is judged yet: the past is being read. */
    record CatchingUp(long seq, Instant at, String reason) implements WatchFact {
        @Override
        public String kind() {
            return "catching-up";
        }
    }

    /** It is over; the record stays. */
    record Closed(long seq, Instant at, String by, String reason) implements WatchFact {
        @Override
        public String kind() {
            return "closed";
        }
    }
}
