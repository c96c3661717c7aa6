package dev.tidegate.health.watch;

/** A watch cannot be opened as it was asked for. */
public final class RefusedWatchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;
    private final boolean later;

    private RefusedWatchException(String field, String reason, boolean later) {
        super(reason, null, false, false);
        this.field = field;
        this.later = later;
    }

    /** Something in what was asked is wrong, and stays so. */
    public static RefusedWatchException wrong(String field, String reason) {
        return new RefusedWatchException(field, reason, false);
    }

    /** There is no room for it now. */
    public static RefusedWatchException full(String reason) {
        return new RefusedWatchException("", reason, true);
    }

    /** The field that is wrong; empty when it is none. */
    public String field() {
        return field;
    }

    /** Whether the same request may be taken later. */
    public boolean later() {
        return later;
    }
}
