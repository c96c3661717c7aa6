package dev.tidegate.health.watch.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.health.watch.VerdictRow;
import dev.tidegate.health.watch.WatchReads;
import dev.tidegate.health.watch.WatchRow;
import io.r2dbc.spi.ConnectionFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads watches from their tables. */
public final class R2dbcWatchReads implements WatchReads {
    private static final String PAGE = """
            select %s from watch w %s
             where ($1 = '' or w.tenant = $1)
               and (cardinality($2::text[]) = 0 or w.state = any ($2))
               and (cardinality($3::text[]) = 0 or coalesce(w.verdict, 'none') = any ($3))
               and ($4::timestamptz is null or (w.opened_at, w.id) < ($4::timestamptz, $5))
             order by w.opened_at desc, w.id desc limit $6""".formatted(WatchRows.COLUMNS, WatchRows.LATEST);
    private static final String ONE = "select %s from watch w %s where ($1 = '' or w.tenant = $1) and w.id = $2"
            .formatted(WatchRows.COLUMNS, WatchRows.LATEST);
    private static final String VERDICTS = """
            select number, at, told_at, verdict as kind, signal, cause, doubt, reason, report::text as report
              from watch_verdict where watch = $1 and number > $2 order by number limit $3""";

    private final Database database;

    public R2dbcWatchReads(ConnectionFactory connections) {
        this.database = new Database(connections);
    }

    @Override
    public Flux<WatchRow> watches(Query query, @Nullable After after, int limit) {
        return database.use(connection -> query(
                        connection,
                        WatchRows::watch,
                        PAGE,
                        query.tenant(),
                        query.states().toArray(String[]::new),
                        query.verdicts().toArray(String[]::new),
                        after == null ? null : after.openedAt(),
                        after == null ? "" : after.id(),
                        limit))
                .timeout(Database.BOUND)
                .flatMapIterable(rows -> rows);
    }

    @Override
    public Mono<WatchRow> watch(String tenant, String id) {
        return database.use(connection -> query(connection, WatchRows::watch, ONE, tenant, id))
                .timeout(Database.BOUND)
                .flatMap(rows -> Mono.justOrEmpty(rows.stream().findFirst()));
    }

    @Override
    public Flux<VerdictRow> verdicts(String id, long after, int limit) {
        return database.use(connection -> query(
                        connection,
                        row -> WatchRows.verdict(row, WatchRows.text(row, "report")),
                        VERDICTS,
                        id,
                        after,
                        limit))
                .timeout(Database.BOUND)
                .flatMapIterable(rows -> rows);
    }
}
