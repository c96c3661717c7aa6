package dev.tidegate.health.remote;

/** There is no answer; the message is the sentence that says why. */
public final class UnansweredException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What kind of failure it was, for counting. */
    private final String outcome;

    UnansweredException(String outcome, String sentence) {
        // an expected event, counted and told; where in the event loop it came up tells nothing
        super(sentence, null, false, false);
        this.outcome = outcome;
    }

    public String outcome() {
        return outcome;
    }
}
