package dev.tidegate.gateway.ingest;

/** One way of saying alerts over HTTP: what a body means, and how its sender wants to be answered. */
public interface AlertFormat {
    /** The name in metrics and in the records, for example {@code alertmanager-v2}. */
    String name();

    /** Whether a body of this media type (lower case, without parameters; empty when not given) may hold it. */
    boolean takes(String mediaType);

    /**
     * Puts the alerts of a body into batches.
     *
     * @param body may be changed in place
     * @param length how much of it counts
     * @return the answer to give once everything in the batches is durable
     * @throws RefusedException when nothing of it can be taken
     */
    Answer read(byte[] body, int length, AlertBatches into);

    /** The answer to a request that is not taken at all. */
    Answer refuse(Refusal refusal);
}
