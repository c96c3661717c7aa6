package dev.tidegate.health.evidence.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.image.r2dbc.Migrations;
import dev.tidegate.embedded.PostgresConnection;
import dev.tidegate.embedded.SharedEmbedded;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.evidence.ProbeContract;
import dev.tidegate.health.evidence.Signals;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Over the tables of a real PostgreSQL, written by the real correlator. */
class IncidentProbeTest extends ProbeContract {
    private static final String TENANT = "acme";
    private static final Duration TEN = Duration.ofSeconds(10);

    private PostgresConnection database;

    private final Instant begin = Instant.now().truncatedTo(ChronoUnit.SECONDS).minus(Duration.ofHours(1));
    private ConnectionFactory connections;
    private Correlated correlator;
    private IncidentProbe probe;

    @BeforeEach
    void write() {
        database = SharedEmbedded.get()
                .migratedDatabase(
                        "tidegate",
                        empty -> Migrations.migrate(empty.jdbcUrl(), empty.user(), empty.password())
                                .block(PATIENCE));
        connections = connections(database);
        correlator = new Correlated(connections)
                .fires(after(5), after(-3600), TENANT, "cmp001", "NodeDown") // told late
                .fires(after(6), "another", "cmp001", "NodeDown")
                .fires(after(12), TENANT, "cmp001", "NovaErrors")
                .fires(after(13), TENANT, "cmp002", "NovaErrors")
                .resolves(after(15), TENANT, "cmp002", "NovaErrors")
                .fires(after(16), TENANT, "cmp002", "NovaErrors")
                .resolves(after(25), TENANT, "cmp001", "NodeDown")
                .ticks(after(60));
        probe = probe(connections);
    }

    private IncidentProbe probe(ConnectionFactory over) {
        return new IncidentProbe(
                TENANT, over, () -> Mono.just(List.of(correlator.end())), IncidentProbe.Settings.DEFAULT);
    }

    private static ConnectionFactory connections(PostgresConnection at) {
        return connections(at, at.port());
    }

    private static ConnectionFactory connections(PostgresConnection at, int port) {
        return new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                .host(at.host())
                .port(port)
                .database(at.database())
                .username(at.user())
                .password(at.password())
                .build());
    }

    private Instant after(long seconds) {
        return begin.plusSeconds(seconds);
    }

    @Override
    protected Probe probe() {
        return probe;
    }

    @Override
    protected Signal signal() {
        return alerts(SignalKind.COUNT, "");
    }

    @Override
    protected List<String> nodes() {
        return List.of("cmp001", "cmp002");
    }

    @Override
    protected Instant at() {
        return after(20);
    }

    @Override
    protected Duration interval() {
        return TEN;
    }

    private static Signal alerts(SignalKind kind, String matchers) {
        return Signals.of(kind, new Source.Incidents(matchers), Empty.UNKNOWN, Duration.ofMinutes(1));
    }

    private Evidence readAt(SignalKind kind, String matchers, Instant at) {
        return got(probe.read(alerts(kind, matchers), List.of("cmp001", "cmp002", "cmp003"), at, TEN));
    }

    @Test
    void a_count_is_what_began_in_the_window_by_the_logs_clock() {
        assertThat(values(readAt(SignalKind.COUNT, "", after(20)))).containsExactly(1, 2, 0);
        assertThat(values(readAt(SignalKind.COUNT, "", after(12)))).containsExactly(1, 0, 0);
        assertThat(values(readAt(SignalKind.COUNT, "", after(40)))).containsExactly(0, 0, 0);
    }

    @Test
    void a_gauge_is_what_fires_at_its_end() {
        assertThat(values(readAt(SignalKind.GAUGE, "", after(18)))).containsExactly(2, 0, 0);
        assertThat(values(readAt(SignalKind.GAUGE, "", after(20)))).containsExactly(2, 1, 0);
        assertThat(values(readAt(SignalKind.GAUGE, "", after(40)))).containsExactly(1, 1, 0);
    }

    @Test
    void matchers_choose_the_alerts() {
        assertThat(values(readAt(SignalKind.GAUGE, "alertname=NodeDown", after(20))))
                .containsExactly(1, 0, 0);
        assertThat(values(readAt(SignalKind.GAUGE, "alertname=~\"Nova.*\",cluster!=ams1", after(20))))
                .containsExactly(1, 1, 0);
        assertThat(readAt(SignalKind.GAUGE, "alertname=\"", after(20)))
                .isInstanceOfSatisfying(
                        Evidence.QueryError.class,
                        mistake -> assertThat(mistake.reason()).contains("position"));
    }

    @Test
    void the_present_is_read_from_the_rows() {
        Instant now = Instant.now();
        correlator.fires(now.minusSeconds(8), TENANT, "cmp003", "NodeDown");

        assertThat(values(readAt(SignalKind.COUNT, "", now))).containsExactly(0, 0, 1);
        // those that nobody has repeated for an hour are over
        assertThat(values(readAt(SignalKind.GAUGE, "", now))).containsExactly(0, 0, 1);
    }

    @Test
    void what_ended_long_ago_is_read_from_what_was_told() {
        correlator.ticks(after(1800)).ticks(after(3500)); // they time out, and then they are forgotten

        assertThat(rows()).isZero();
        assertThat(values(readAt(SignalKind.GAUGE, "", after(20)))).containsExactly(2, 1, 0);
        assertThat(values(readAt(SignalKind.COUNT, "", after(20)))).containsExactly(1, 2, 0);
    }

    private long rows() {
        return got(Mono.usingWhen(
                connections.create(),
                connection -> Flux.from(connection
                                .createStatement("select count(*) from alert")
                                .execute())
                        .concatMap(result -> result.map(row -> Objects.requireNonNull(row.get(0, Long.class))))
                        .single(),
                Connection::close));
    }

    @Test
    void silenced_alerts_count() {
        correlator.silences(after(61), "host=cmp001");

        assertThat(values(readAt(SignalKind.GAUGE, "", after(40)))).containsExactly(1, 1, 0);
    }

    @Test
    void a_shard_that_is_behind_is_stale_and_not_quiet() {
        IncidentProbe ahead = new IncidentProbe(
                TENANT, connections, () -> Mono.just(List.of(correlator.end() + 3)), IncidentProbe.Settings.DEFAULT);

        Evidence late = got(ahead.read(alerts(SignalKind.GAUGE, ""), nodes(), after(90), TEN));
        assertThat(late)
                .isInstanceOfSatisfying(
                        Evidence.Stale.class,
                        stale -> assertThat(stale.reason())
                                .isEqualTo("shard 0 is 3 records behind the alert log and knows of nothing after "
                                        + after(60) + "; which alerts fire is not known"));
        assertThat(values(got(ahead.read(alerts(SignalKind.GAUGE, ""), nodes(), after(20), TEN))))
                .containsExactly(2, 1);
    }

    @Test
    void a_shard_that_has_read_nothing_yet_is_stale() {
        IncidentProbe two = new IncidentProbe(
                TENANT, connections, () -> Mono.just(List.of(correlator.end(), 7L)), IncidentProbe.Settings.DEFAULT);

        assertThat(got(two.read(alerts(SignalKind.GAUGE, ""), nodes(), after(20), TEN)))
                .isInstanceOfSatisfying(
                        Evidence.Stale.class,
                        stale -> assertThat(stale.reason())
                                .startsWith(
                                        "shard 1 has read nothing of the alert log yet, which has 7 records for it"));
    }

    @Test
    void before_what_is_kept_there_is_no_data() {
        assertThat(readAt(SignalKind.GAUGE, "", begin.minus(Duration.ofDays(1))))
                .isEqualTo(new Evidence.NoData("what alerts did before 24 h ago is not kept"));
    }

    @Test
    void alerts_are_no_share_of_anything() {
        assertThat(readAt(SignalKind.RATIO, "", after(20)))
                .isEqualTo(
                        new Evidence.QueryError("alerts have no total to be a share of: make it a gauge or a count"));
    }

    @Test
    void a_log_that_is_away_is_told() {
        IncidentProbe away = new IncidentProbe(
                TENANT,
                connections,
                () -> Mono.error(new IllegalStateException("no broker answers")),
                IncidentProbe.Settings.DEFAULT);

        assertThat(got(away.read(signal(), nodes(), at(), TEN)))
                .isEqualTo(
                        new Evidence.QueryError("the alert log cannot be asked how far it reaches: no broker answers"));
    }

    @Test
    void a_database_that_is_away_or_hangs_is_told() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            IncidentProbe hangs = new IncidentProbe(
                    TENANT,
                    connections(database, silent.getLocalPort()),
                    () -> Mono.just(List.of(0L)),
                    new IncidentProbe.Settings(Duration.ofMillis(300), Duration.ZERO, Duration.ofHours(24)));
            assertThat(got(hangs.read(signal(), nodes(), at(), TEN)))
                    .isEqualTo(new Evidence.QueryError("our own alerts could not be read within 300 ms"));
        }
        int nobody;
        try (ServerSocket closed = new ServerSocket(0)) {
            nobody = closed.getLocalPort();
        }
        IncidentProbe away = probe(connections(database, nobody));
        assertThat(got(away.read(signal(), nodes(), at(), TEN)))
                .isInstanceOfSatisfying(
                        Evidence.QueryError.class,
                        gone -> assertThat(gone.reason())
                                .startsWith("our own alerts cannot be read from the database: "));
    }
}
