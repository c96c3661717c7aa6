package dev.tidegate.rollout.audit.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.rollout.audit.AuditReads;
import dev.tidegate.rollout.audit.AuditRecord;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import reactor.core.publisher.Mono;

/** Reads table {@code audit}. */
public final class R2dbcAuditReads implements AuditReads {
    private static final String FILTERED = """
            select number, at, actor, tenant, action, subject, detail, before, hash from audit
             where ($2 = '' or tenant = $2) and ($3 = '' or subject = $3)
               and ($4 = '' or actor = $4) and ($5 = '' or action = $5)""";
    private static final String PAGE = FILTERED + " and number > $1 order by number limit $6";
    private static final String NEWEST = FILTERED + " and number < $1 order by number desc limit $6";
    private static final String ABOUT = """
            select number, at, actor, tenant, action, subject, detail, before, hash
              from (select * from audit where subject = $1 order by number desc limit $2) a order by number""";
    private static final String HEAD = "select number, hash from audit_head";

    private final Database database;

    public R2dbcAuditReads(ConnectionFactory connections) {
        this.database = new Database(connections);
    }

    @Override
    public Mono<List<AuditRecord>> page(Filter filter, long after, int limit) {
        return records(PAGE, filter, after, limit);
    }

    @Override
    public Mono<List<AuditRecord>> newest(Filter filter, long before, int limit) {
        return records(NEWEST, filter, before, limit);
    }

    private Mono<List<AuditRecord>> records(String statement, Filter filter, long from, int limit) {
        return database.use(connection -> query(
                        connection,
                        R2dbcAuditReads::record,
                        statement,
                        from,
                        filter.tenant(),
                        filter.subject(),
                        filter.actor(),
                        filter.action(),
                        limit))
                .timeout(Database.BOUND);
    }

    @Override
    public Mono<Head> head() {
        return database.use(connection -> query(connection, row -> new Head(number(row), text(row, "hash")), HEAD)
                        .map(List::getFirst))
                .timeout(Database.BOUND);
    }

    /** The last records about a subject, the oldest of them first. */
    public static Mono<List<AuditRecord>> about(Connection connection, String subject, int atMost) {
        return query(connection, R2dbcAuditReads::record, ABOUT, subject, atMost);
    }

    private static AuditRecord record(Readable row) {
        return new AuditRecord(
                number(row),
                Objects.requireNonNull(row.get("at", Instant.class)),
                text(row, "actor"),
                text(row, "tenant"),
                text(row, "action"),
                text(row, "subject"),
                text(row, "detail"),
                text(row, "before"),
                text(row, "hash"));
    }

    private static long number(Readable row) {
        return Objects.requireNonNull(row.get("number", Long.class));
    }

    private static String text(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, String.class));
    }
}
