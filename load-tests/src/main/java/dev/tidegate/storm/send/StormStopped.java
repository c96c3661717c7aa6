package dev.tidegate.storm.send;

/** The storm cannot go on; the message is a sentence for the person at the terminal. */
public final class StormStopped extends Exception {
    private static final long serialVersionUID = 1;

    /** A sentence that says what happened and what to do. */
    public StormStopped(String sentence) {
        super(sentence);
    }
}
