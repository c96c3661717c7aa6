package dev.tidegate.rollout.audit;

import java.util.List;
import java.util.Optional;

/**
 * A check of the whole chain, page by page, so that it may be longer than memory: how far it has come, and what it found.
 * It goes to the head as it was when it began; what is added meanwhile is for the next check.
 *
 * @param head where the chain ends
 * @param number of the last record that was checked; 0 before the first
 * @param hash of that record
 * @param kept a hash that somebody kept from before, and that must be in the chain; empty for none
 * @param keptAt the number of the record with that hash; 0 while it was not met
 * @param problem what is wrong first; empty when nothing is so far
 */
public record AuditWalk(
        AuditReads.Head head, long number, String hash, String kept, long keptAt, Optional<String> problem) {
    /** At the beginning. */
    public static AuditWalk to(AuditReads.Head head, String kept) {
        return new AuditWalk(head, 0, AuditChain.GENESIS, kept, 0, Optional.empty()).ended();
    }

    /** Whether there is nothing more to check. */
    public boolean done() {
        return problem.isPresent() || number == head.number();
    }

    /** With the records that follow. */
    public AuditWalk with(List<AuditRecord> following) {
        List<AuditRecord> page = following.stream()
                .filter(record -> record.number() <= head.number())
                .toList();
        if (page.isEmpty()) {
            return wrong("record " + (number + 1) + " is missing: the chain stops at " + number + ", and its head says "
                    + head.number());
        }
        Optional<String> wrong = AuditChain.verify(page, hash, number + 1);
        if (wrong.isPresent()) {
            return wrong(wrong.get());
        }
        long met = page.stream()
                .filter(record -> record.hash().equals(kept))
                .mapToLong(AuditRecord::number)
                .findFirst()
                .orElse(keptAt);
        AuditRecord last = page.getLast();
        return new AuditWalk(head, last.number(), last.hash(), kept, met, Optional.empty()).ended();
    }

    private AuditWalk ended() {
        if (!done()) {
            return this;
        }
        if (!hash.equals(head.hash())) {
            return wrong("the head of the chain is not the hash of record " + number);
        }
        return kept.isEmpty() || keptAt > 0
                ? this
                : wrong("no record has the hash that was kept: the chain was cut, or written anew");
    }

    private AuditWalk wrong(String what) {
        return new AuditWalk(head, number, hash, kept, keptAt, Optional.of(what));
    }
}
