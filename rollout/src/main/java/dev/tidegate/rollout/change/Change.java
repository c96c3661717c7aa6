package dev.tidegate.rollout.change;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A change and where its approval stands.
 *
 * @param tenant whose nodes it touches
 * @param author who wrote the newest revision
 * @param revision from 1; each edit makes a new one, without approvals
 * @param approvals of this revision, in order
 * @param emergency when it goes without approvals
 */
public record Change(
        String id,
        String tenant,
        String author,
        int revision,
        Content content,
        List<Approval> approvals,
        Optional<Emergency> emergency) {
    public Change {
        approvals = List.copyOf(approvals);
    }

    /**
     * Broken glass: a named person takes the decision alone, and it is reviewed afterwards.
     *
     * @param by who answers for it
     * @param reviewer who looked at it afterwards; empty until then
     */
    public record Emergency(String by, String reason, String hash, Instant at, Optional<String> reviewer) {}

    /** A new revision, which voids what was approved. */
    public Change edited(String by, Content next) {
        return new Change(id, tenant, by, revision + 1, next, List.of(), Optional.empty());
    }

    Change with(Approval approval) {
        List<Approval> all = new ArrayList<>(approvals);
        all.add(approval);
        return new Change(id, tenant, author, revision, content, all, emergency);
    }

    Change with(Emergency glass) {
        return new Change(id, tenant, author, revision, content, approvals, Optional.of(glass));
    }
}
