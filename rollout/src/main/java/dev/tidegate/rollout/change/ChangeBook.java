package dev.tidegate.rollout.change;

import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.audit.AuditRecord;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * All that is kept of changes: what they touch, what came of them, and their reminders. No two changes that are approved
 * or run touch the same node: what would break this fails with {@link OverlapException}.
 */
public interface ChangeBook extends ChangeStore {

    /** Keeps a new change and its reminders; false when there is one of this id already. */
    Mono<Boolean> create(Change change, Reach reach, List<Reminder> reminders, AuditEntry audit);

    /**
     * Keeps a new revision and its reminders; those of the former are dropped. False when the change is not what it was read
     * as any more, or runs.
     */
    Mono<Boolean> edit(Change read, Change now, Reach reach, List<Reminder> reminders, AuditEntry audit);

    /** Keeps what the selector takes now; without effect when there is another revision by now. */
    Mono<Boolean> reaches(Change change, Reach reach);

    /** A change with all that is kept beside it; empty when the tenant may see none of this id. */
    Mono<Kept> kept(String id, String tenant);

    /**
     * The newest ones first.
     *
     * @param state as {@link ChangeState#word()} tells it at this time; empty for all
     */
    Mono<List<Kept>> newest(String tenant, Optional<ChangeState> state, Instant now, int atMost);

    /** Changes that may wait for somebody: for answers, to begin, or for the review of an emergency; by when they begin. */
    Mono<List<Kept>> waiting(String tenant, Instant now, int atMost);

    /** Changes whose newest revision is a patch set of this change at this server, and that are not carried out yet. */
    Mono<List<Kept>> ofReview(String server, int change, int atMost);

    /** Other changes on these nodes that are open, approved or running. */
    Mono<List<Overlap>> overlapping(String id, Collection<String> nodes, Instant now, int atMost);

    /** What was done to a change, oldest first. */
    Mono<List<AuditRecord>> timeline(String id, int atMost);
}
