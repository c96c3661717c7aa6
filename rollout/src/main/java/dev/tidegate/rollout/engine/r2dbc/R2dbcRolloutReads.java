package dev.tidegate.rollout.engine.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.rollout.engine.Phase;
import dev.tidegate.rollout.engine.RolloutReads;
import dev.tidegate.rollout.engine.json.RolloutJson;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import reactor.core.publisher.Mono;

/** Reads rollouts from their tables. */
public final class R2dbcRolloutReads implements RolloutReads {
    private static final String FIND =
            "select brief, seq, blocked, updated_at from rollout where id = $1 and ($2 = '' or tenant = $2)";
    private static final String LIST = """
            select brief, seq, blocked, updated_at from rollout
             where ($1 = '' or tenant = $1) and (cardinality($2::text[]) = 0 or phase = any ($2))
             order by begun_at desc, id desc limit $3""";
    private static final String OF_CHANGE = "select id from rollout where change = $1 order by begun_at desc limit 1";
    private static final String MARKS = "select id, seq, blocked from rollout where id = any ($1)";
    private static final String RECENT = """
            select id from rollout where ($1 = '' or tenant = $1)
             order by over, begun_at desc, id desc limit $2""";

    private final Database database;

    public R2dbcRolloutReads(ConnectionFactory connections) {
        this.database = new Database(connections);
    }

    @Override
    public Mono<Row> find(String id, String tenant) {
        return database.use(connection -> query(connection, R2dbcRolloutReads::row, FIND, id, tenant))
                .timeout(Database.BOUND)
                .flatMap(rows -> Mono.justOrEmpty(rows.stream().findFirst()));
    }

    @Override
    public Mono<List<Row>> list(String tenant, Set<Phase> phases, int atMost) {
        return database.use(connection -> query(
                        connection,
                        R2dbcRolloutReads::row,
                        LIST,
                        tenant,
                        phases.stream().map(Phase::name).toArray(String[]::new),
                        atMost))
                .timeout(Database.BOUND);
    }

    @Override
    public Mono<String> ofChange(String change) {
        return database.use(connection -> query(connection, row -> Columns.text(row, "id"), OF_CHANGE, change))
                .timeout(Database.BOUND)
                .flatMap(rows -> Mono.justOrEmpty(rows.stream().findFirst()));
    }

    @Override
    public Mono<Map<String, Mark>> marks(List<String> ids) {
        return database.use(connection ->
                        query(connection, row -> Map.entry(Columns.text(row, "id"), mark(row)), MARKS, (Object)
                                ids.toArray(String[]::new)))
                .timeout(Database.BOUND)
                .map(rows -> rows.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    @Override
    public Mono<List<String>> recent(String tenant, int atMost) {
        return database.use(connection -> query(connection, row -> Columns.text(row, "id"), RECENT, tenant, atMost))
                .timeout(Database.BOUND);
    }

    private static Row row(Readable row) {
        return new Row(
                RolloutJson.brief(Columns.text(row, "brief")),
                mark(row),
                Columns.there(row, "updated_at", Instant.class));
    }

    private static Mark mark(Readable row) {
        return new Mark(Columns.there(row, "seq", Long.class), Columns.text(row, "blocked"));
    }
}
