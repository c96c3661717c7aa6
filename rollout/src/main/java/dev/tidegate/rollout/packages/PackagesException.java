package dev.tidegate.rollout.packages;

/** A package repository could not be asked, or refused; the message says what and why. */
public final class PackagesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PackagesException(String message) {
        super(message);
    }

    public PackagesException(String message, Throwable cause) {
        super(message, cause);
    }
}
