package dev.tidegate.gateway.read.r2dbc;

import dev.tidegate.gateway.read.ArrivalReads;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Arrivals, counted by PostgreSQL. */
public final class ArrivalSql implements ArrivalReads {
    private final ConnectionFactory connections;

    /** @param connections a pool that is not the shards' */
    public ArrivalSql(ConnectionFactory connections) {
        this.connections = connections;
    }

    private record Cell(String incident, int stepsAgo, int count) {}

    @Override
    public Mono<Map<String, int[]>> arrivals(
            String tenant, Collection<String> incidents, Instant until, Duration step, int steps) {
        Instant since = until.minus(step.multipliedBy(steps));
        Sql sql = new Sql(
                        "select i.id, coalesce(floor(extract(epoch from ?::timestamptz - m.joined_at) / ?)::int, 0),"
                                + " count(m.incident)::int from incident i left join member m on m.incident = i.id"
                                + " and m.joined_at > ? and m.joined_at <= ? where i.id = any(?)",
                        until,
                        step.toSeconds(),
                        since,
                        until,
                        incidents.toArray(String[]::new))
                .add("and (? = '' or i.tenant = ?) group by 1, 2", tenant, tenant);
        return Flux.usingWhen(
                        connections.create(),
                        connection -> sql.rows(
                                connection,
                                row -> new Cell(
                                        Rows.text(row, 0),
                                        Rows.number(row, 1).intValue(),
                                        Rows.number(row, 2).intValue())),
                        io.r2dbc.spi.Connection::close)
                .collect(LinkedHashMap::new, (counts, cell) -> {
                    int[] of = counts.computeIfAbsent(cell.incident(), unused -> new int[steps]);
                    of[steps - 1 - Math.min(cell.stepsAgo(), steps - 1)] += cell.count();
                });
    }
}
