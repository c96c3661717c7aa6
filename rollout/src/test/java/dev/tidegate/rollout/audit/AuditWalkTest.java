package dev.tidegate.rollout.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.rollout.audit.AuditReads.Head;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditWalkTest {
    private static final int LENGTH = 25;
    private final List<AuditRecord> chain = new ArrayList<>();

    AuditWalkTest() {
        for (int i = 0; i < LENGTH; i++) {
            chain.add(AuditChain.next(
                    i,
                    chain.isEmpty() ? AuditChain.GENESIS : chain.getLast().hash(),
                    new AuditEntry(Instant.ofEpochSecond(i), "ann", "acme", "change.edited", "chg-" + i, "{}")));
        }
    }

    private Head head() {
        return new Head(LENGTH, chain.get(LENGTH - 1).hash());
    }

    private static AuditWalk walk(List<AuditRecord> rows, Head head, String kept) {
        AuditWalk walk = AuditWalk.to(head, kept);
        while (!walk.done()) {
            long from = walk.number();
            walk = walk.with(
                    rows.stream().filter(row -> row.number() > from).limit(10).toList());
        }
        return walk;
    }

    @Test
    void anEmptyChainIsSound() {
        assertThat(AuditWalk.to(new Head(0, AuditChain.GENESIS), "").problem()).isEmpty();
    }

    @Test
    void aLongChainIsWalkedPageByPage() {
        AuditWalk walk = walk(chain, head(), "");
        assertThat(walk.problem()).isEmpty();
        assertThat(walk.number()).isEqualTo(LENGTH);
        assertThat(walk.hash()).isEqualTo(head().hash());
    }

    @Test
    void whatIsAddedMeanwhileIsForTheNextCheck() {
        AuditWalk walk = walk(chain, new Head(12, chain.get(11).hash()), "");
        assertThat(walk.problem()).isEmpty();
        assertThat(walk.number()).isEqualTo(12);
    }

    @Test
    void aCutIsFound() {
        assertThat(walk(chain.subList(0, 20), head(), "").problem())
                .hasValue("record 21 is missing: the chain stops at 20, and its head says 25");
    }

    @Test
    void aHeadThatWasMovedIsFound() {
        assertThat(walk(chain, new Head(LENGTH, "f".repeat(64)), "").problem())
                .hasValue("the head of the chain is not the hash of record 25");
    }

    @Test
    void aChainThatWasCutTogetherWithItsHeadIsFoundByWhoKeptAHash() {
        String kept = head().hash();
        Head cut = new Head(20, chain.get(19).hash());
        assertThat(walk(chain.subList(0, 20), cut, "").problem()).isEmpty();
        assertThat(walk(chain.subList(0, 20), cut, kept).problem())
                .hasValueSatisfying(words -> assertThat(words).contains("cut, or written anew"));
        assertThat(walk(chain, head(), chain.get(14).hash()).keptAt()).isEqualTo(15);
    }
}
