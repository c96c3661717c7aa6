package dev.tidegate.rollout.remote;

/** A server did not answer; the message is the sentence that says why. */
public final class NoAnswerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of failure it was, for counting. */
    private final String outcome;

    NoAnswerException(String outcome, String sentence) {
        // an expected event, counted and told; where in the event loop it came up tells nothing
        super(sentence, null, false, false);
        this.outcome = outcome;
    }

    String outcome() {
        return outcome;
    }
}
