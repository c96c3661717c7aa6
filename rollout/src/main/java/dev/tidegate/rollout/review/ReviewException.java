package dev.tidegate.rollout.review;

/** A repository or a review server could not be asked, or refused; the message says what and why. */
public sealed class ReviewException extends RuntimeException permits NoRevisionException {
    private static final long serialVersionUID = 1L;

    public ReviewException(String message) {
        super(message);
    }

    public ReviewException(String message, Throwable cause) {
        super(message, cause);
    }
}
