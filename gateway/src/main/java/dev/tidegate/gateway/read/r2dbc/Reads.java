package dev.tidegate.gateway.read.r2dbc;

import dev.tidegate.correlator.image.SilenceImage;
import dev.tidegate.gateway.read.AlertQuery;
import dev.tidegate.gateway.read.AlertReads;
import dev.tidegate.gateway.read.AlertRow;
import dev.tidegate.gateway.read.Counts;
import dev.tidegate.gateway.read.EventRow;
import dev.tidegate.gateway.read.HitNode;
import dev.tidegate.gateway.read.IncidentQuery;
import dev.tidegate.gateway.read.IncidentReads;
import dev.tidegate.gateway.read.IncidentRow;
import dev.tidegate.gateway.read.MemberCounts;
import dev.tidegate.gateway.read.MemberQuery;
import dev.tidegate.gateway.read.MemberRow;
import dev.tidegate.gateway.read.SilenceReads;
import dev.tidegate.gateway.read.TimelineQuery;
import dev.tidegate.model.matcher.Matcher;
import dev.tidegate.model.matcher.Matchers;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the doors read, on PostgreSQL. */
public final class Reads implements AlertReads, IncidentReads, SilenceReads {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final ConnectionFactory connections;

    /** @param connections a pool that is not the shards' */
    public Reads(ConnectionFactory connections) {
        this.connections = connections;
    }

    @Override
    public Flux<AlertRow> alerts(AlertQuery query) {
        return with(connection -> alerts(connection, query));
    }

    static Flux<AlertRow> alerts(Connection connection, AlertQuery query) {
        AlertSql sql = AlertSql.of(query);
        Flux<AlertRow> rows = sql.sql().rows(connection, row -> Rows.alert(row, 0));
        if (sql.leftOver().all().isEmpty()) {
            return rows;
        }
        Flux<AlertRow> matching = rows.filter(row -> sql.leftOver().matches(row.labelSet()));
        return query.limit() > 0 ? matching.take(query.limit()) : matching;
    }

    @Override
    public Mono<Totals> totals() {
        Sql sql = new Sql("select count(*) filter (where state = 'firing'), count(*) filter (where state = 'resolved'),"
                + " count(*) filter (where state = 'firing' and (silenced_by <> '{}' or inhibited_by <> '{}'))"
                + " from alert");
        return query(
                        sql,
                        row -> new Totals(
                                Rows.number(row, 0).longValue(),
                                Rows.number(row, 1).longValue(),
                                Rows.number(row, 2).longValue()))
                .single();
    }

    @Override
    public Flux<IncidentRow> incidents(IncidentQuery query, IncidentQuery.@Nullable After after, int limit) {
        return query(IncidentSql.page(query, after, limit), Rows::incident);
    }

    @Override
    public Mono<Counts> counts(IncidentQuery query) {
        return query(
                        IncidentSql.counts(query),
                        row -> new Counts.Cell(
                                Rows.text(row, 0),
                                Rows.text(row, 1),
                                Rows.number(row, 2).longValue()))
                .collectList()
                .map(cells -> Counts.of(cells, query.states(), query.severities()));
    }

    @Override
    public Mono<IncidentRow> incident(String tenant, String id) {
        return query(IncidentSql.one(tenant, id), Rows::incident).singleOrEmpty();
    }

    @Override
    public Flux<MemberRow> members(MemberQuery query, MemberQuery.Part part) {
        return query(MemberSql.page(query, part), MemberRows::member);
    }

    @Override
    public Mono<MemberCounts> memberCounts(MemberQuery query, int top) {
        return query(MemberSql.counts(query, top), MemberRows::cell)
                .collectList()
                .map(MemberRows::counts);
    }

    @Override
    public Flux<HitNode> nodes(String tenant, String incident, int limit) {
        return query(MemberSql.nodes(tenant, incident, limit), MemberRows::node);
    }

    @Override
    public Mono<Map<String, Long>> reasons(String incident) {
        Sql sql = new Sql(
                "select reason->>'kind', count(*) from member where incident = ? group by 1 order by 2 desc, 1",
                incident);
        return query(
                        sql,
                        row -> Map.entry(Rows.text(row, 0), Rows.number(row, 1).longValue()))
                .collect(java.util.LinkedHashMap::new, (map, entry) -> map.put(entry.getKey(), entry.getValue()));
    }

    @Override
    public Flux<EventRow> timeline(TimelineQuery query) {
        return query(TimelineSql.of(query), Rows::event);
    }

    private static final String SILENCES =
            "select distinct on (id) id, tenant, matchers::text, starts_at, ends_at, updated_at,"
                    + " created_by, comment from silence";

    @Override
    public Flux<SilenceImage> silences() {
        return query(new Sql(SILENCES + " order by id, updated_at desc, partition"), Reads::silence);
    }

    @Override
    public Mono<SilenceImage> silence(String id) {
        return query(new Sql(SILENCES + " where id = ? order by id, updated_at desc, partition", id), Reads::silence)
                .singleOrEmpty();
    }

    private static SilenceImage silence(Row row) {
        List<Matcher> matchers = new ArrayList<>();
        for (JsonNode node : JSON.readTree(Rows.text(row, 2))) {
            Matcher.Op op = Matcher.Op.of(
                    node.path("isRegex").asBoolean(false), node.path("isEqual").asBoolean(true));
            matchers.add(new Matcher(
                    node.path("name").asString(""), op, node.path("value").asString("")));
        }
        return new SilenceImage(
                Rows.text(row, 0),
                Rows.text(row, 1),
                new Matchers(matchers),
                Rows.time(row, 3),
                Rows.time(row, 4),
                Rows.time(row, 5),
                Rows.text(row, 6),
                Rows.text(row, 7));
    }

    private <T> Flux<T> query(Sql sql, Function<Row, T> mapping) {
        return with(connection -> sql.rows(connection, mapping));
    }

    private <T> Flux<T> with(Function<Connection, Flux<T>> work) {
        return Flux.usingWhen(connections.create(), work, Connection::close);
    }
}
