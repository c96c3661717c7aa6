package dev.tidegate.health.evidence.r2dbc;

import dev.tidegate.correlator.image.json.StoredJson;
import dev.tidegate.model.matcher.Matchers;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Readable;
import io.r2dbc.spi.Statement;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is read of the correlator's tables. */
final class AlertRows {
    /** Rows of one answer; more make it partial. */
    static final int MAX_ROWS = 50_000;

    private static final String SHARDS = """
            select s.partition, s.next_offset, (extract(epoch from s.clock) * 1000000)::bigint,
                   (extract(epoch from clock_timestamp()) * 1000000)::bigint
              from (select 1) one left join shard s on true""";

    private static final String ALERTS = """
            select partition || '/' || fingerprint, node, labels::text,
                   array(select (extract(epoch from t) * 1000000)::bigint from unnest(transitions) t order by t),
                   state = 'firing'
              from alert
             where tenant = $1 and node = any($2) and node <> ''
               and (state = 'firing' or transitions[cardinality(transitions)] >= $3)
             limit $4""";

    /** Alerts that ended are forgotten after a while; what was told of them is kept for longer. */
    private static final String EVENTS = """
            select partition || '/' || fingerprint, body->'subject'->>'node', (body->'subject'->'labels')::text,
                   (extract(epoch from at) * 1000000)::bigint, kind = 'alert.firing'
              from event
             where tenant = $1 and body->'subject'->>'node' = any($2) and at >= $3
               and kind in ('alert.firing', 'alert.resolved')
             limit $4""";

    private AlertRows() {}

    static Mono<Standing> standing(Connection connection, List<Long> ends) {
        Map<Integer, Standing.Shard> shards = new HashMap<>();
        return Flux.from(connection.createStatement(SHARDS).execute())
                .concatMap(result -> result.map(row -> {
                    Integer partition = row.get(0, Integer.class);
                    if (partition != null) {
                        shards.put(partition, new Standing.Shard(number(row, 1), number(row, 2)));
                    }
                    return number(row, 3);
                }))
                .last()
                .map(now -> new Standing(ends, shards, now));
    }

    /**
     * The histories of the alerts that match.
     *
     * @param since changes before do not matter
     * @param told whether what was told is needed as well as the rows
     */
    static Mono<Collection<History>> histories(
            Connection connection, String tenant, Matchers matchers, List<String> nodes, Instant since, boolean told) {
        Map<String, Integer> places = new HashMap<>();
        nodes.forEach(node -> places.putIfAbsent(node, places.size()));
        Map<String, History> histories = new HashMap<>();
        Mono<Long> rows = read(connection, ALERTS, tenant, nodes, since, row -> {
            if (matches(matchers, row)) {
                of(histories, places, row)
                        .changed(
                                Objects.requireNonNull(row.get(3, Long[].class)),
                                Objects.requireNonNull(row.get(4, Boolean.class)));
            }
        });
        Mono<Long> events = read(connection, EVENTS, tenant, nodes, since, row -> {
            if (matches(matchers, row)) {
                of(histories, places, row).changed(number(row, 3), Objects.requireNonNull(row.get(4, Boolean.class)));
            }
        });
        return (told ? events.then(rows) : rows).thenReturn(histories.values());
    }

    private static Mono<Long> read(
            Connection connection,
            String sql,
            String tenant,
            List<String> nodes,
            Instant since,
            Consumer<Readable> reader) {
        Statement statement = connection
                .createStatement(sql)
                .bind(0, tenant)
                .bind(1, nodes.toArray(String[]::new))
                .bind(2, since)
                .bind(3, MAX_ROWS + 1);
        return Flux.from(statement.execute())
                .concatMap(result -> result.map(row -> {
                    reader.accept(row);
                    return true;
                }))
                .count()
                .doOnNext(AlertRows::bounded);
    }

    private static void bounded(long rows) {
        if (rows > MAX_ROWS) {
            throw new TooManyException();
        }
    }

    private static boolean matches(Matchers matchers, Readable row) {
        return matchers.all().isEmpty() || matchers.matches(StoredJson.labels(text(row, 2)));
    }

    private static History of(Map<String, History> histories, Map<String, Integer> places, Readable row) {
        int place = Objects.requireNonNull(places.get(text(row, 1)));
        return histories.computeIfAbsent(text(row, 0), key -> new History(place));
    }

    private static String text(Readable row, int at) {
        return Objects.requireNonNull(row.get(at, String.class));
    }

    private static long number(Readable row, int at) {
        return Objects.requireNonNull(row.get(at, Long.class));
    }

    /** More rows than are read. */
    static final class TooManyException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyException() {
            super("more than " + MAX_ROWS + " alerts or changes of them", null, false, false);
        }
    }
}
