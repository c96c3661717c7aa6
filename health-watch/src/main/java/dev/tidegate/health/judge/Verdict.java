package dev.tidegate.health.judge;

/**
 * What a judge says of a change. Unhealthy stays: a sequential test that has decided does not take it back.
 */
public sealed interface Verdict {
    /** In words, for the engineer. */
    String reason();

    /** Enough was seen, and nothing is worse than it may be. */
    record Healthy(String reason) implements Verdict {}

    /**
     * Something is worse than it may be.
     *
     * @param signal the signal that decided
     * @param cause by which judge
     */
    record Unhealthy(String signal, Cause cause, String reason) implements Verdict {}

    /** Not known. It holds and asks; it never passes and never pulls back. */
    record Inconclusive(Doubt doubt, String reason) implements Verdict {}

    /** Which judge found it. */
    enum Cause {
        /** A hard limit was crossed. */
        LIMIT,
        /** Worse than the concurrent control group. */
        CONTROL,
        /** Worse than the same nodes before the change. */
        SNAPSHOT
    }

    /** Why it is not known. */
    enum Doubt {
        /** Not enough seen yet; time will tell. */
        EXPOSURE,
        /** Evidence is missing: no data, partial, stale, or the question failed. */
        EVIDENCE,
        /** The nodes that were not touched got worse as well: something larger is wrong. */
        SITE_WIDE,
        /** Nodes do not report. */
        SILENT_NODES
    }
}
