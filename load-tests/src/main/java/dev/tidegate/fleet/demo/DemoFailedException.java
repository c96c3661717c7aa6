package dev.tidegate.fleet.demo;

/** What should have happened did not; the message says what did. */
public final class DemoFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    DemoFailedException(String message) {
        super(message);
    }
}
