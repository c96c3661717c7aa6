package dev.tidegate.rollout.audit;

import java.util.List;
import reactor.core.publisher.Mono;

/** Reads what was written down. */
public interface AuditReads {
    /**
     * Records in order of their numbers.
     *
     * @param after the number before the first that is wanted; 0 for the beginning
     */
    Mono<List<AuditRecord>> page(Filter filter, long after, int limit);

    /**
     * Records against the order of their numbers, the newest first.
     *
     * @param before the number after the first that is wanted; {@link Long#MAX_VALUE} for the end
     */
    Mono<List<AuditRecord>> newest(Filter filter, long before, int limit);

    /** Where the chain ends. */
    Mono<Head> head();

    /** Which records; each field empty for any. */
    record Filter(String tenant, String subject, String actor, String action) {
        public static final Filter ALL = new Filter("", "", "", "");
    }

    /**
     * The end of the chain.
     *
     * @param number 0 when there is no record yet
     * @param hash {@link AuditChain#GENESIS} then
     */
    record Head(long number, String hash) {}
}
