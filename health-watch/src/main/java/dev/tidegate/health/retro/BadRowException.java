package dev.tidegate.health.retro;

/** A row that cannot be used; the message says why. */
final class BadRowException extends Exception {
    private static final long serialVersionUID = 1L;

    BadRowException(String message) {
        super(message);
    }
}
