package dev.tidegate.rollout.audit.flow;

import dev.tidegate.rollout.audit.AuditReads;
import dev.tidegate.rollout.audit.AuditReads.Filter;
import dev.tidegate.rollout.audit.AuditRecord;
import dev.tidegate.rollout.audit.AuditWalk;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads more of the audit than one page. */
public final class AuditReader {
    /** Records that are checked at a time. */
    static final int CHECKED_AT_ONCE = 1_000;
    /** Records that are exported at a time: a writer to the network asks for up to 128 pages ahead. */
    static final int EXPORTED_AT_ONCE = 100;

    private final AuditReads reads;

    public AuditReader(AuditReads reads) {
        this.reads = reads;
    }

    /**
     * Checks the whole chain.
     *
     * @param kept a hash that must be in it; empty for none
     */
    public Mono<AuditWalk> verify(String kept) {
        return reads.head()
                .flatMap(head -> Mono.just(AuditWalk.to(head, kept))
                        .expand(walk -> walk.done()
                                ? Mono.empty()
                                : reads.page(Filter.ALL, walk.number(), CHECKED_AT_ONCE)
                                        .map(walk::with))
                        .last());
    }

    /** All records from one on, page by page, as fast as they are taken. */
    public Flux<List<AuditRecord>> all(Filter filter, long after) {
        return reads.page(filter, after, EXPORTED_AT_ONCE)
                .expand(page -> page.size() < EXPORTED_AT_ONCE
                        ? Mono.empty()
                        : reads.page(filter, page.getLast().number(), EXPORTED_AT_ONCE))
                .filter(page -> !page.isEmpty());
    }
}
