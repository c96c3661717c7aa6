package dev.tidegate.rollout.staging;

/** Somebody else drives this run by now. */
public final class StagingLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StagingLostException(StagingStore.Hold hold) {
        super(
                "run " + hold.run() + " is driven by somebody else; epoch " + hold.epoch() + " is over",
                null,
                false,
                false);
    }
}
