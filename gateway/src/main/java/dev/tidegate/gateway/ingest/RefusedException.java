package dev.tidegate.gateway.ingest;

/** Carries a {@link Refusal} to the place that answers the sender. Has no stack trace: it is an answer, not a defect. */
public final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Refusal refusal;

    public RefusedException(RefusalReason reason, String words) {
        super(words, null, false, false);
        refusal = new Refusal(reason, words);
    }

    public Refusal refusal() {
        return refusal;
    }
}
