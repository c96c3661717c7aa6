package dev.tidegate.rollout.review;

/** A repository or a review server could not be asked, or refused; the message says what and why. */
public final class ReviewException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whether it was asked, and does not have what was asked for. */
    private final boolean unknown;

    public ReviewException(String message) {
        super(message);
        this.unknown = false;
    }

    public ReviewException(String message, Throwable cause) {
        super(message, cause);
        this.unknown = false;
    }

    private ReviewException(boolean unknown, String message) {
        super(message);
        this.unknown = unknown;
    }

    /** It answered, and there is no such revision or change. */
    public static ReviewException unknown(String message) {
        return new ReviewException(true, message);
    }

    /** Whether asking again brings nothing else until somebody pushes. */
    public boolean isUnknown() {
        return unknown;
    }
}
