package dev.tidegate.correlator.image;

/** Somebody else owns the partition by now; the writer must stop and forget what it has in memory. */
public final class FencedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FencedException(int partition, long epoch) {
        super("partition " + partition + " was taken over: epoch " + epoch + " is no longer the newest");
    }
}
