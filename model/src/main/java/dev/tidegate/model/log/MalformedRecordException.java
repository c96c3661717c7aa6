package dev.tidegate.model.log;

/** Bytes on the log that are no record of ours, or one cut short. */
public final class MalformedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedRecordException(String message) {
        super(message);
    }
}
