package dev.tidegate.rollout.audit.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;
import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.rollout.audit.AuditChain;
import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.audit.AuditRecord;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Adds to the chain in table {@code audit}, within the transaction of what is written down. */
public final class R2dbcAudit {
    private static final String HEAD = "select number, hash from audit_head for update";
    private static final String ADD = """
            insert into audit (number, at, actor, tenant, action, subject, detail, before, hash)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)""";
    private static final String MOVE = "update audit_head set number = $1, hash = $2";

    private R2dbcAudit() {}

    /**
     * Adds entries, in order. Whoever else adds waits until the transaction ends; so this comes last in it, and the
     * transaction is short.
     *
     * @param connection in a transaction
     * @return the last record
     */
    public static Mono<AuditRecord> append(Connection connection, List<AuditEntry> entries) {
        if (entries.isEmpty()) {
            return Mono.error(new IllegalArgumentException("nothing to write down"));
        }
        return query(connection, R2dbcAudit::head, HEAD)
                .map(List::getFirst)
                .flatMap(head -> append(connection, head, entries, 0));
    }

    private static Mono<AuditRecord> append(Connection connection, Head head, List<AuditEntry> entries, int at) {
        AuditRecord record = AuditChain.next(head.number(), head.hash(), entries.get(at));
        Mono<Long> added = update(
                connection,
                ADD,
                record.number(),
                record.at(),
                record.actor(),
                record.tenant(),
                record.action(),
                record.subject(),
                record.detail(),
                record.before(),
                record.hash());
        return at + 1 < entries.size()
                ? added.then(append(connection, new Head(record.number(), record.hash()), entries, at + 1))
                : added.then(update(connection, MOVE, record.number(), record.hash()))
                        .thenReturn(record);
    }

    private record Head(long number, String hash) {}

    private static Head head(Readable row) {
        return new Head(
                Objects.requireNonNull(row.get("number", Long.class)),
                Objects.requireNonNull(row.get("hash", String.class)));
    }
}
