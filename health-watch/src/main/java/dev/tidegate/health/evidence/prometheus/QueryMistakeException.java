package dev.tidegate.health.evidence.prometheus;

/** A query cannot be what its author meant; the message says what to write. */
final class QueryMistakeException extends RuntimeException {
    private static final long serialVersionUID = 1;

    QueryMistakeException(String sentence) {
        super(sentence, null, false, false);
    }
}
