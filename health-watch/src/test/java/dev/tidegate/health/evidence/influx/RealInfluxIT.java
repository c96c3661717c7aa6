package dev.tidegate.health.evidence.influx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.evidence.Probe.Past;
import dev.tidegate.health.evidence.http.Await;
import dev.tidegate.health.evidence.http.Form;
import dev.tidegate.health.evidence.http.RealServer;
import dev.tidegate.health.evidence.http.Signals;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import dev.tidegate.health.remote.Credentials;
import dev.tidegate.health.remote.Server;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import reactor.core.publisher.Mono;
import reactor.netty.ByteBufFlux;
import reactor.netty.http.client.HttpClient;

/** A real InfluxDB 1.6 with passwords: the values are those that were written, and its death holds. */
@Tag("peer")
class RealInfluxIT {
    private static final List<String> NODES = List.of("cmp01.site", "cmp02.site", "odd\"/+ [name]");
    private static final Duration STEP = Duration.ofSeconds(10);
    private static final Instant FROM = begin();
    private static final int SAMPLES = 180;
    private static final int MOST_ROWS = 600;
    private static final String USAGE = "SELECT mean(\"usage\") FROM \"cpu\" WHERE $where GROUP BY \"host\"";
    private static final String ERRORS = "SELECT sum(\"errors\") FROM \"cpu\" WHERE $where GROUP BY \"host\"";

    @TempDir
    static Path directory = Path.of(".");

    private static RealServer influx = new RealServer(List.of("none"), Path.of("none"), URI.create("http://none"));
    private static URI url = URI.create("http://none");
    private static InfluxProbes probes = InfluxProbes.of(List.of(), InstantSource.system(), new SimpleMeterRegistry());

    private static Instant begin() {
        return Instant.now().truncatedTo(ChronoUnit.MINUTES).minusSeconds(3600);
    }

    @BeforeAll
    static void start() throws IOException {
        int port = RealServer.freePort();
        url = URI.create("http://127.0.0.1:" + port);
        Path config = directory.resolve("influxdb.conf");
        Files.writeString(
                config,
                String.join(
                        "\n",
                        "reporting-disabled = true",
                        "bind-address = \"127.0.0.1:" + RealServer.freePort() + "\"",
                        "[meta]",
                        "dir = \"" + directory.resolve("meta") + "\"",
                        "[data]",
                        "dir = \"" + directory.resolve("data") + "\"",
                        "wal-dir = \"" + directory.resolve("wal") + "\"",
                        "[http]",
                        "bind-address = \"127.0.0.1:" + port + "\"",
                        "auth-enabled = true",
                        "max-row-limit = " + MOST_ROWS,
                        ""));
        influx = new RealServer(
                List.of("influxd", "run", "-config", config.toString()),
                directory.resolve("influxd.log"),
                URI.create(url + "/ping"));
        influx.start();
        command("CREATE USER admin WITH PASSWORD 'pw' WITH ALL PRIVILEGES", "");
        command(
                "CREATE DATABASE health; CREATE USER reader WITH PASSWORD 'secret'; GRANT READ ON health TO reader",
                "admin:pw");
        write(past());
        probes = InfluxProbes.of(
                List.of(
                        Server.of("main", url).withCredentials(new Credentials.Basic("reader", "secret")),
                        Server.of("wrong", url).withCredentials(new Credentials.Basic("reader", "guess")),
                        Server.of("nobody", url)),
                InstantSource.system(),
                new SimpleMeterRegistry());
    }

    @AfterAll
    static void stop() {
        probes.connections().dispose();
        influx.close();
    }

    /** Usage 100 × node + sample, one error and ten requests times the node; the second node dies half-way. */
    private static String past() {
        StringBuilder lines = new StringBuilder();
        for (int node = 0; node < NODES.size(); node++) {
            for (int sample = 0; sample < (node == 1 ? SAMPLES / 2 : SAMPLES); sample++) {
                lines.append(line(
                        node,
                        100 * node + sample,
                        FROM.plus(STEP.multipliedBy(sample)).plusSeconds(3)));
            }
        }
        return lines.toString();
    }

    private static String line(int node, double usage, Instant at) {
        String name = NODES.get(node).replace(" ", "\\ ");
        return "cpu,host=" + name + ",zone=z usage=" + usage + ",errors=" + (node + 1) + "i,requests=" + 10 * (node + 1)
                + "i,note=\"x\" " + at.getEpochSecond() + "\n";
    }

    private static void command(String query, String user) {
        post("/query", new Form().with("q", query).toString(), user, 200);
    }

    private static void write(String lines) {
        post("/write?db=health&precision=s", lines, "admin:pw", 204);
    }

    private static void post(String path, String body, String user, int status) {
        String answered = HttpClient.newConnection()
                .headers(headers -> {
                    headers.set("content-type", "application/x-www-form-urlencoded");
                    if (!user.isEmpty()) {
                        String[] pair = user.split(":", 2);
                        new Credentials.Basic(pair[0], pair[1])
                                .header()
                                .ifPresent(value -> headers.set("authorization", value));
                    }
                })
                .post()
                .uri(url + path)
                .send(ByteBufFlux.fromString(Mono.just(body)))
                .responseSingle((response, content) -> content.asString()
                        .defaultIfEmpty("")
                        .map(text -> response.status().code() + " " + text))
                .block(Duration.ofSeconds(20));
        assertThat(answered).startsWith(String.valueOf(status)).doesNotContain("error");
    }

    private static Evidence at(Signal signal, Instant at) {
        return Await.value(probes.probe().read(signal, NODES, at, STEP));
    }

    private static double[] values(Evidence evidence) {
        assertThat(evidence).isInstanceOf(Evidence.Values.class);
        return ((Evidence.Values) evidence).values();
    }

    private static Signal gauge(String query) {
        return Signals.gauge(Signals.influx(query));
    }

    private static Instant end(int sample) {
        return FROM.plus(STEP.multipliedBy(sample + 1L));
    }

    @Test
    void theValuesAreThoseThatWereWritten() {
        for (int sample = 0; sample < SAMPLES; sample += 23) {
            double second = sample < 90 ? 100 + sample : sample < 95 ? 189 : Double.NaN;
            assertThat(values(at(gauge(USAGE), end(sample)))).containsExactly(sample, second, 200 + sample);
        }
    }

    @Test
    void aRangeHasEveryValueThatWasWritten() {
        List<Past> pasts = Await.value(probes.probe().range(gauge(USAGE), NODES, end(0), end(SAMPLES - 1), STEP));
        assertThat(pasts).hasSize(SAMPLES);
        for (int sample = 0; sample < SAMPLES; sample++) {
            // carried for a minute after the last bin of the node that died
            double second = sample < 90 ? 100 + sample : sample < 95 ? 189 : Double.NaN;
            assertThat(pasts.get(sample).at()).isEqualTo(end(sample));
            assertThat(values(pasts.get(sample).evidence()))
                    .as("sample %d", sample)
                    .containsExactly(sample, second, 200 + sample);
        }
    }

    @Test
    void timesThatAreNoMultiplesOfTheIntervalAreBinnedAsAsked() {
        // points are 3 s after each ten: a bin that ends 2 s after a ten has the one before
        assertThat(values(at(gauge(USAGE), end(20).plusSeconds(2)))).containsExactly(20, 120, 220);
        assertThat(values(at(gauge(USAGE), end(20).plusMillis(3_500)))).containsExactly(21, 121, 221);
    }

    @Test
    void countsAndRatiosAreOfTheirInterval() {
        Signal count = Signals.of(SignalKind.COUNT, Signals.influx(ERRORS), Empty.UNKNOWN);
        assertThat(values(at(count, end(10)))).containsExactly(1, 2, 3);
        assertThat(values(at(count, end(100)))).containsExactly(1, Double.NaN, 3);
        Signal rising = Signals.of(
                SignalKind.COUNT,
                Signals.influx("SELECT non_negative_difference(last(usage)) FROM cpu WHERE $where GROUP BY host"),
                Empty.UNKNOWN);
        assertThat(values(at(rising, end(10)))).containsExactly(1, 1, 1);
        Signal ratio = Signals.of(
                SignalKind.RATIO,
                Signals.influx(ERRORS, "SELECT sum(requests) FROM cpu WHERE $where GROUP BY host"),
                Empty.UNKNOWN);
        Evidence.Values found = (Evidence.Values) at(ratio, end(10));
        assertThat(found.values()).containsExactly(1, 2, 3);
        assertThat(found.totals()).containsExactly(10, 20, 30);
    }

    @Test
    void countOfNothingIsNothing() {
        Signal count = Signals.of(
                SignalKind.COUNT,
                Signals.influx("SELECT count(errors) FROM cpu WHERE $where GROUP BY host"),
                Empty.UNKNOWN);
        assertThat(values(at(count, end(90)))).containsExactly(1, Double.NaN, 1);
    }

    @Test
    void whatEndedIsStaleAndThenGone() {
        assertThat(at(gauge(USAGE), end(SAMPLES - 1).plusSeconds(50))).isInstanceOf(Evidence.Values.class);
        assertThat(at(gauge(USAGE), end(SAMPLES - 1).plusSeconds(60))).isInstanceOf(Evidence.Stale.class);
        assertThat(at(gauge(USAGE), end(SAMPLES - 1).plusSeconds(300)))
                .isEqualTo(new Evidence.NoData(
                        "no points of any of the 3 nodes in database \"health\" in the 60 s before"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "SELECT mean(usage) FROM cqu WHERE $where GROUP BY host | there is no measurement \"cqu\" in database \"health\"",
                "SELECT mean(usgae) FROM cpu WHERE $where GROUP BY host | has no field \"usgae\"; it has: errors, note, requests, usage",
                "SELECT nosuch(usage) FROM cpu WHERE $where GROUP BY host | cannot run the query: undefined function nosuch()",
                "SELECT usage FROM cpu WHERE $where GROUP BY host | the query must select a function such as mean(…)",
                "SELECT mean(usage), max(usage) FROM cpu WHERE $where GROUP BY host | the query answers the columns time, mean, max",
                "SELECT last(note) FROM cpu WHERE $where GROUP BY host | the query answers text (\"x\" for cpu,host=",
                "SELECT mean(usage) FROM cpu WHERE $where GROUP BY $by, | refuses the query (400): error parsing query",
                "SELECT mean(usage) FROM nope.cpu WHERE $where GROUP BY host | cannot run the query: retention policy not found: nope",
            })
    void whatIsNoNumberANodeIsTold(String query, String sentence) {
        Evidence found = at(gauge(query), end(50));
        assertThat(found).isInstanceOf(Evidence.QueryError.class);
        assertThat(((Evidence.QueryError) found).reason()).contains(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wrong  | health | host | does not let us in (401): authorization failed",
                "nobody | health | host | does not let us in (401): unable to parse authentication credentials",
                "main   | nope   | host | does not let us in (403): error authorizing query: reader not authorized",
                "main   | health | node | measurement \"cpu\" in database \"health\" has no tag \"node\"; it has: host, zone",
            })
    void whoeverMayNotOrAsksElsewhereIsTold(String server, String database, String tag, String sentence) {
        Source source = new Source.Influx(server, database, USAGE.replace("host", tag), Optional.empty(), tag);
        Evidence found = at(Signals.gauge(source), end(50));
        assertThat(found).isInstanceOf(Evidence.QueryError.class);
        assertThat(((Evidence.QueryError) found).reason()).contains(sentence);
    }

    @Test
    void anAnswerThatTheServerCutsOffIsPartial() {
        List<Past> pasts =
                Await.value(probes.probe().range(gauge(USAGE), NODES, end(0), end(SAMPLES - 1), Duration.ofSeconds(1)));
        assertThat(pasts).allSatisfy(past -> assertThat(past.evidence()).isInstanceOf(Evidence.Values.class));
        write(many());
        Source source = new Source.Influx(
                "main", "health", "SELECT mean(v) FROM dense WHERE $where GROUP BY host", Optional.empty(), "host");
        List<Past> cut = Await.value(probes.probe()
                .range(Signals.gauge(source), List.of("a"), FROM, FROM.plusSeconds(900), Duration.ofSeconds(1)));
        assertThat(cut).allSatisfy(past -> assertThat(past.evidence()).isInstanceOf(Evidence.Partial.class));
    }

    private static String many() {
        StringBuilder lines = new StringBuilder();
        for (int second = 0; second < 900; second++) {
            lines.append("dense,host=a v=1 ")
                    .append(FROM.plusSeconds(second).getEpochSecond())
                    .append('\n');
        }
        return lines.toString();
    }

    @Test
    void aServerThatIsKilledHoldsAndComesBack() {
        Mono<Evidence> past = Mono.defer(() -> probes.probe().read(gauge(USAGE), NODES, end(5), STEP));
        assertThat(values(Await.until(past, found -> true))).containsExactly(5, 105, 205);
        influx.kill();
        assertThat(Await.value(past))
                .isInstanceOfSatisfying(
                        Evidence.QueryError.class,
                        found -> assertThat(found.reason())
                                .matches(
                                        "main \\(\\S+\\) (cannot be reached: connection refused|closed the connection before it had"
                                                + " answered)"));
        influx.start();
        Evidence found = Await.until(past, Evidence.Values.class::isInstance);
        assertThat(values(found)).containsExactly(5, 105, 205);
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        write(line(0, 42, now));
        Probe probe = probes.probe();
        assertThat(values(Await.until(
                        Mono.defer(() -> probe.read(gauge(USAGE), NODES, now.plusSeconds(1), STEP)),
                        Evidence.Values.class::isInstance)))
                .containsExactly(42, Double.NaN, Double.NaN);
    }
}
