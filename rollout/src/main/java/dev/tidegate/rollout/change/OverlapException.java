package dev.tidegate.rollout.change;

/** A change cannot be approved because another one that is approved or runs touches the same nodes. */
public final class OverlapException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public OverlapException(Overlap overlap) {
        super(overlap.words(), null, false, false);
    }
}
