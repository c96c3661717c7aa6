package dev.tidegate.gateway.read.r2dbc;

import dev.tidegate.gateway.read.AlertQuery;
import dev.tidegate.gateway.read.EventReads;
import dev.tidegate.gateway.read.EventRow;
import dev.tidegate.gateway.read.IncidentQuery;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.IsolationLevel;
import io.r2dbc.spi.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Snapshots and events on PostgreSQL. A snapshot and the event numbers that belong to it are read in one repeatable-read
 * transaction, and shards write rows and numbers in one transaction too: so the events after those numbers are exactly
 * what the snapshot lacks.
 */
public final class SnapshotReads implements EventReads {
    private static final String LATEST = "select partition, event_seq from shard order by partition";
    private static final String OLDEST = "select s.partition, coalesce("
            + "(select min(e.seq) from event e where e.partition = s.partition), s.event_seq + 1)"
            + " from shard s order by s.partition";

    private final ConnectionFactory connections;

    public SnapshotReads(ConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    public Mono<List<Long>> latest() {
        return with(SnapshotReads::numbers).single();
    }

    private static Flux<List<Long>> numbers(Connection connection) {
        return numbers(connection, LATEST);
    }

    private static Flux<List<Long>> numbers(Connection connection, String sql) {
        return new Sql(sql)
                .rows(connection, row -> new long[] {
                    Rows.number(row, 0).longValue(), Rows.number(row, 1).longValue()
                })
                .collectList()
                .map(SnapshotReads::byPartition)
                .flux();
    }

    private static List<Long> byPartition(List<long[]> pairs) {
        List<Long> out = new ArrayList<>();
        for (long[] pair : pairs) {
            while (out.size() < pair[0]) {
                out.add(0L);
            }
            out.add(pair[1]);
        }
        return out;
    }

    @Override
    public Mono<List<Long>> oldest() {
        return with(connection -> numbers(connection, OLDEST)).single();
    }

    @Override
    public Flux<EventRow> events(int partition, long after, long upTo) {
        Sql sql = new Sql(
                "select " + Rows.EVENT + " from event e where e.partition = ? and e.seq > ? and e.seq <= ?"
                        + " order by e.seq",
                partition,
                after,
                upTo);
        return with(connection -> sql.rows(connection, Rows::event));
    }

    @Override
    public Flux<EventRow> eventsOf(String incident, int partition, long after) {
        Sql sql = new Sql(
                "select " + Rows.EVENT + " from event e where e.incident = ? and e.partition = ? and e.seq > ?"
                        + " order by e.seq limit 100",
                incident,
                partition,
                after);
        return with(connection -> sql.rows(connection, Rows::event));
    }

    @Override
    public Flux<Snapshot> incidents(IncidentQuery query) {
        Sql sql = IncidentSql.rows(query).add("order by i.opened_at desc, i.id desc");
        return snapshot(connection -> rows(connection, sql));
    }

    @Override
    public Flux<Snapshot> incident(String tenant, String id) {
        Sql sql = IncidentSql.one(tenant, id);
        return snapshot(connection -> rows(connection, sql));
    }

    private static Flux<Snapshot> rows(Connection connection, Sql sql) {
        Function<Row, Snapshot> incident = row -> new Snapshot.Incident(Rows.incident(row));
        return sql.rows(connection, incident);
    }

    @Override
    public Flux<Snapshot> alerts(AlertQuery query) {
        return snapshot(connection -> Reads.alerts(connection, query).map(Snapshot.Alert::new));
    }

    private Flux<Snapshot> snapshot(Function<Connection, Flux<Snapshot>> rows) {
        return with(connection -> Flux.usingWhen(
                Mono.from(connection.beginTransaction(IsolationLevel.REPEATABLE_READ))
                        .thenReturn(connection),
                open -> numbers(open).<Snapshot>map(Snapshot.At::new).concatWith(rows.apply(open)),
                Connection::commitTransaction,
                (open, error) -> open.rollbackTransaction(),
                Connection::rollbackTransaction));
    }

    private <T> Flux<T> with(Function<Connection, Flux<T>> work) {
        return Flux.usingWhen(connections.create(), work, Connection::close);
    }
}
