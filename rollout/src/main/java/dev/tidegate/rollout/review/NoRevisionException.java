package dev.tidegate.rollout.review;

/** A repository or a review server has answered, and has no such revision, or none that stays; the message says so. */
public final class NoRevisionException extends ReviewException {
    private static final long serialVersionUID = 1L;

    public NoRevisionException(String message) {
        super(message);
    }

    public NoRevisionException(String message, Throwable cause) {
        super(message, cause);
    }
}
