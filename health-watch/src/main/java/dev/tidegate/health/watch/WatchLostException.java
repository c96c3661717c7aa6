package dev.tidegate.health.watch;

/** Somebody else runs the watch by now, or it is closed; the writer must stop. */
public final class WatchLostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WatchLostException(WatchStore.Hold hold) {
        super("watch " + hold.id() + " was taken over or closed: epoch " + hold.epoch() + " is no longer the newest");
    }
}
