package dev.tidegate.rollout.change;

import dev.tidegate.rollout.audit.AuditEntry;
import java.util.List;
import reactor.core.publisher.Mono;

/** Where changes are kept. Every write goes with its entry in the audit, in one transaction. */
public interface ChangeStore {

    /** Keeps a new change; false when there is one of this id already. */
    Mono<Boolean> create(Change change, AuditEntry audit);

    /**
     * Replaces a change; false when it is not what it was read as any more, so that of two people who answer at once none is
     * lost.
     */
    Mono<Boolean> replace(Change read, Change now, AuditEntry audit);

    /** A change, newest revision; empty when there is none of this id that the tenant may see. An empty tenant sees all. */
    Mono<Change> find(String id, String tenant);

    /** The newest ones first. */
    Mono<List<Change>> list(String tenant, int atMost);
}
