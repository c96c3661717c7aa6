package dev.tidegate.storm.score;

/**
 * An alert and what caused it.
 *
 * @param fingerprint 16 hexadecimal digits
 * @param fault the fault's id, {@code -} for noise
 */
record TrueAlert(String fingerprint, String fault) {
    private static final String NOISE = "-";

    boolean isNoise() {
        return fault.equals(NOISE);
    }

    /** The cause, noise being a cause of its own each time. */
    String cause() {
        return isNoise() ? "noise " + fingerprint : fault;
    }
}
