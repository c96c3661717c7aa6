package dev.tidegate.rollout.risk.r2dbc;

import static dev.tidegate.correlator.image.r2dbc.Database.query;
import static dev.tidegate.correlator.image.r2dbc.Database.update;

import dev.tidegate.correlator.image.r2dbc.Database;
import dev.tidegate.rollout.risk.Calibration;
import dev.tidegate.rollout.risk.Evidence;
import dev.tidegate.rollout.risk.History;
import dev.tidegate.rollout.risk.OpenIncidents;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** The past in table {@code execution_history}, and incidents as the correlator keeps them. */
public final class R2dbcHistory implements History, OpenIncidents {
    /** So many of the latest executions count. */
    private static final int REMEMBERED = 2_000;

    private static final String RECORD = """
            insert into execution_history (rollout, change, tenant, ended_at, failed, risk, states, roles, nodes)
            select $1, c.id, c.tenant, $3, $4, r.risk,
                   array(select jsonb_array_elements_text(c.content -> 'states')), r.roles, r.nodes
              from change c join change_reach r on r.change = c.id where c.id = $2
            on conflict (rollout) do update set failed = true, ended_at = excluded.ended_at
                     where excluded.failed and not execution_history.failed""";
    private static final String RUNS = """
            select count(*) as runs, count(*) filter (where failed) as failures,
                   (select max(ended_at) from execution_history where nodes && $2::text[]) as last
              from (select failed from execution_history order by ended_at desc limit $1) h""";
    private static final String FARED = """
            select k.name, count(*) as runs, count(*) filter (where h.failed) as failures
              from (select failed, states, roles from execution_history order by ended_at desc limit $1) h,
                   lateral (select 'state ' || s as name from unnest(h.states) s where s = any ($2)
                            union all
                            select 'role ' || r from unnest(h.roles) r where r = any ($3)) k
             group by k.name order by k.name desc""";
    private static final String CALIBRATION = """
            select count(*) as changes, count(*) filter (where failed) as failures,
                   coalesce(sum(-ln(greatest(case when failed then risk else 1 - risk end, 1e-6))), 0) as loss
              from execution_history""";
    private static final String INCIDENTS = """
            select count(*) as open from incident
             where tenant = $1 and state in ('open', 'acknowledged') and nodes && $2::text[]""";

    private final Database database;

    public R2dbcHistory(ConnectionFactory connections) {
        this.database = new Database(connections);
    }

    @Override
    public Mono<Boolean> record(Ended ended) {
        return database.use(connection ->
                        update(connection, RECORD, ended.rollout(), ended.change(), ended.at(), ended.failed()))
                .map(rows -> rows > 0);
    }

    @Override
    public Mono<Past> lookup(Collection<String> states, Collection<String> roles, Collection<String> nodes) {
        return database.use(connection -> query(
                        connection, R2dbcHistory::fared, FARED, REMEMBERED, array(states), array(roles))
                .flatMap(fared -> query(connection, row -> past(row, fared), RUNS, REMEMBERED, array(nodes)))
                .map(List::getFirst));
    }

    private static Evidence.History fared(Readable row) {
        return new Evidence.History(
                Objects.requireNonNull(row.get("name", String.class)), (int) number(row, "runs"), (int)
                        number(row, "failures"));
    }

    private static Past past(Readable row, List<Evidence.History> fared) {
        return new Past(
                number(row, "runs"),
                number(row, "failures"),
                fared,
                Optional.ofNullable(row.get("last", Instant.class)));
    }

    @Override
    public Mono<Calibration> calibration() {
        return database.use(connection -> query(
                        connection,
                        row -> new Calibration(
                                number(row, "changes"),
                                number(row, "failures"),
                                Objects.requireNonNull(row.get("loss", Double.class))),
                        CALIBRATION))
                .map(List::getFirst);
    }

    @Override
    public Mono<Integer> on(String tenant, Collection<String> nodes) {
        return database.use(connection ->
                        query(connection, row -> (int) number(row, "open"), INCIDENTS, tenant, array(nodes)))
                .map(List::getFirst);
    }

    private static long number(Readable row, String column) {
        return Objects.requireNonNull(row.get(column, Long.class), column);
    }

    private static String[] array(Collection<String> texts) {
        return texts.toArray(String[]::new);
    }
}
