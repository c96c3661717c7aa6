package dev.tidegate.rollout.audit.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.rollout.FreshDatabase;
import dev.tidegate.rollout.audit.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

/** The chain in a real database. */
class R2dbcAuditTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private final Database database = new Database(FreshDatabase.make());

    private static AuditEntry entry(int number) {
        return new AuditEntry(Instant.EPOCH, "ann", "acme", "change.edited", "chg-" + number, "{}");
    }

    @Test
    void manyWritersMakeOneChain() {
        int writers = 20;
        Flux.range(0, writers)
                .flatMap(number -> database.transaction(
                        connection -> R2dbcAudit.append(connection, List.of(entry(number), entry(number)))))
                .blockLast(PATIENCE);

        List<Long> numbers = database.use(connection -> Database.query(
                        connection,
                        row -> Objects.requireNonNull(row.get("number", Long.class)),
                        "select a.number from audit a left join audit b on b.number = a.number - 1"
                                + " where a.before = coalesce(b.hash, repeat('0', 64)) order by a.number"))
                .block(PATIENCE);

        assertThat(numbers)
                .isEqualTo(LongStream.rangeClosed(1, 2L * writers).boxed().toList());
    }

    @Test
    void whatFailsLeavesNoTrace() {
        StepVerifier.create(database.transaction(connection -> R2dbcAudit.append(connection, List.of(entry(1)))
                        .then(Mono.error(new IllegalStateException("crashed")))))
                .verifyError(IllegalStateException.class);

        assertThat(database.transaction(connection -> R2dbcAudit.append(connection, List.of(entry(2))))
                        .block(PATIENCE))
                .satisfies(record -> assertThat(record.number()).isEqualTo(1));
    }

    @Test
    void nobodyChangesIt() {
        database.transaction(connection -> R2dbcAudit.append(connection, List.of(entry(1))))
                .block(PATIENCE);

        StepVerifier.create(database.use(connection -> Database.update(connection, "update audit set actor = 'bob'")))
                .verifyErrorSatisfies(
                        failure -> assertThat(failure).hasMessageContaining("the audit is only ever added to"));
        StepVerifier.create(database.use(connection -> Database.update(connection, "delete from audit")))
                .verifyErrorSatisfies(
                        failure -> assertThat(failure).hasMessageContaining("the audit is only ever added to"));
    }
}
