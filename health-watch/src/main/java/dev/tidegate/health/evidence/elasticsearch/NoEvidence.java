package dev.tidegate.health.evidence.elasticsearch;

import dev.tidegate.health.evidence.Evidence;

/** Ends a question early with what there is to say instead of values. */
final class NoEvidence extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Evidence instead;

    NoEvidence(Evidence instead) {
        super(instead.toString(), null, false, false);
        this.instead = instead;
    }

    static NoEvidence error(String reason) {
        return new NoEvidence(new Evidence.QueryError(reason));
    }

    Evidence instead() {
        return instead;
    }
}
