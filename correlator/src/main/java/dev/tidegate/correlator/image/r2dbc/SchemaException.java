package dev.tidegate.correlator.image.r2dbc;

/** The database's tables are not ones this release can work with; the message says why and what to do. */
public final class SchemaException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SchemaException(String message, Throwable cause) {
        super(message, cause);
    }
}
