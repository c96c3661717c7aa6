package dev.tidegate.gateway.console;

/** The command was not understood. */
final class WrongCallException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    WrongCallException(String message) {
        super(message + "; see --help");
    }
}
