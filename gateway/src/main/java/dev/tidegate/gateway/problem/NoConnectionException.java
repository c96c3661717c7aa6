package dev.tidegate.gateway.problem;

/** The database could not be asked, because there was no connection to ask it by. Nothing was read or changed. */
public final class NoConnectionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why there was none. */
    public enum Why {
        /** As many as may wait for one wait already. */
        QUEUE_FULL,
        /** None became free in the time that a caller waits. */
        WAITED,
        /** The server cannot be reached, or does not let us in. */
        UNREACHABLE
    }

    private final Why why;

    /** @param detail for the log; of a database that is unreachable it may tell where that is */
    public NoConnectionException(Why why, String detail, Throwable cause) {
        super(detail, cause);
        this.why = why;
    }

    public Why why() {
        return why;
    }
}
