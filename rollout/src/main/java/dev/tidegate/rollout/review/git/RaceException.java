package dev.tidegate.rollout.review.git;

/** Somebody else has moved a ref since it was read; nothing was written, and it may be tried again. */
final class RaceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RaceException(String ref) {
        // an expected event; where it came up tells nothing
        super(ref, null, false, false);
    }
}
