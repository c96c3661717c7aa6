package dev.tidegate.correlator.yaml;

/** Tidegate cannot run with what it was given; the message says what, where and why, for a person to act on. */
public final class ConfigurationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public ConfigurationException(String message) {
        super(message);
    }

    public ConfigurationException(String message, Throwable cause) {
        super(message, cause);
    }
}
