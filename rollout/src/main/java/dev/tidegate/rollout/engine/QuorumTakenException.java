package dev.tidegate.rollout.engine;

/** Another rollout has taken hold of a quorum group just before; who wanted it looks again. */
public final class QuorumTakenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public QuorumTakenException(String group) {
        super("another rollout has a member of quorum group " + group + " since a moment ago", null, false, false);
    }
}
