package dev.tidegate.rollout.plan;

/** The wishes cannot be planned, or must not be; the message says which and why. */
public final class PlanRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PlanRefusedException(String message) {
        super(message);
    }
}
