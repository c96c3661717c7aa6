package dev.tidegate.rollout.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AuditChainTest {
    private final List<AuditRecord> records = chain(5);

    @Test
    void anUntouchedChainIsSound() {
        assertThat(AuditChain.verify(records, AuditChain.GENESIS, 1)).isEmpty();
        assertThat(AuditChain.verify(records.subList(2, 5), records.get(1).hash(), 3))
                .isEmpty();
    }

    @Test
    void aChangedRecordIsFound() {
        AuditRecord was = records.get(2);
        records.set(
                2,
                new AuditRecord(
                        3,
                        was.at(),
                        "mallory",
                        "acme",
                        was.action(),
                        was.subject(),
                        was.detail(),
                        was.before(),
                        was.hash()));

        assertThat(AuditChain.verify(records, AuditChain.GENESIS, 1))
                .contains("record 3 was changed after it was written");
    }

    @Test
    void aRewrittenRecordBreaksTheNext() {
        AuditRecord was = records.get(2);
        records.set(
                2,
                AuditChain.next(
                        2,
                        records.get(1).hash(),
                        new AuditEntry(was.at(), "mallory", "acme", was.action(), was.subject(), was.detail())));

        assertThat(AuditChain.verify(records, AuditChain.GENESIS, 1))
                .contains("record 4 does not follow the one before it");
    }

    @Test
    void aMissingRecordIsFound() {
        records.remove(2);

        assertThat(AuditChain.verify(records, AuditChain.GENESIS, 1)).contains("record 3 is missing: after 2 comes 4");
    }

    private static List<AuditRecord> chain(int length) {
        List<AuditRecord> chain = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            String before =
                    chain.isEmpty() ? AuditChain.GENESIS : chain.getLast().hash();
            chain.add(AuditChain.next(
                    i,
                    before,
                    new AuditEntry(Instant.ofEpochSecond(i), "ann", "acme", "change.edited", "chg-" + i, "{}")));
        }
        return chain;
    }
}
