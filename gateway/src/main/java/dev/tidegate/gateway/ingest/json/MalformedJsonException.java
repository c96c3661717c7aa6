package dev.tidegate.gateway.ingest.json;

/** The text is not JSON, or not the JSON that was expected. Has no stack trace: it is an answer, not a defect. */
public final class MalformedJsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int offset;

    MalformedJsonException(String what, int offset) {
        super(what + " (at byte " + offset + ")", null, false, false);
        this.offset = offset;
    }

    /** How many bytes of the text come before the place. */
    public int offset() {
        return offset;
    }
}
