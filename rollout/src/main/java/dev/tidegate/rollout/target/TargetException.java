package dev.tidegate.rollout.target;

/** A target could not be asked, or did not understand; the message says what and why. Says nothing about any node. */
public final class TargetException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public TargetException(String message) {
        super(message);
    }

    public TargetException(String message, Throwable cause) {
        super(message, cause);
    }
}
