package dev.tidegate.rollout.engine;

/** Somebody else runs the rollout by now; the writer must stop. */
public final class RolloutLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public RolloutLostException(RolloutStore.Hold hold) {
        super("rollout " + hold.id() + " was taken over: epoch " + hold.epoch() + " is no longer the newest");
    }
}
