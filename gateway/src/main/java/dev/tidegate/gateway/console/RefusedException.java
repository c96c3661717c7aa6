package dev.tidegate.gateway.console;

/** The gateway did not do it, and said why. */
final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
        super(message);
    }
}
