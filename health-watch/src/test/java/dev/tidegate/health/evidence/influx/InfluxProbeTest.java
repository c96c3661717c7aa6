package dev.tidegate.health.evidence.influx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.http.FakeServer;
import dev.tidegate.health.evidence.http.ProbeContract;
import dev.tidegate.health.evidence.http.Signals;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import dev.tidegate.health.remote.Credentials;
import dev.tidegate.health.remote.Server;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InfluxProbeTest extends ProbeContract {
    private static final String USAGE = "SELECT mean(\"usage\") FROM \"cpu\" WHERE $where GROUP BY \"host\"";
    private static final String ERRORS = "SELECT sum(\"errors\") FROM \"cpu\" WHERE $where GROUP BY \"host\"";
    private static final String ALL = "SELECT sum(\"usage\") FROM \"cpu\" WHERE $where GROUP BY \"host\"";
    /** Where the bin begins that ends at the time asked for. */
    private static final long BIN = AT.toEpochMilli() - 10_000;

    @Override
    protected Opened open(Server main, InstantSource clock) {
        InfluxProbes probes = InfluxProbes.of(
                List.of(main.withCredentials(new Credentials.Basic("reader", "s3cret"))), clock, meters);
        return new Opened(probes.probe(), probes.connections());
    }

    @Override
    protected Signal gauge() {
        return Signals.gauge(Signals.influx(USAGE));
    }

    @Override
    protected FakeServer.Behaviour having(Map<String, Double> numbers) {
        return new FakeInflux(numbers);
    }

    private void answer(String... series) {
        String found = series.length == 0 ? "" : ",\"series\":[" + String.join(",", series) + "]";
        server.behave(asked -> asked.field("q").startsWith("SHOW")
                ? FakeServer.json(FakeInflux.SCHEMA)
                : FakeServer.json("{\"results\":[{\"statement_id\":0" + found + "}]}"));
    }

    private static String row(long time, String value) {
        return "[" + time + "," + value + "]";
    }

    private static Signal count(Empty empty) {
        return Signals.of(SignalKind.COUNT, Signals.influx(ERRORS), empty);
    }

    @Test
    void asksForBinsThatEndAtTheTime() {
        server.behave(having(Map.of("node-01", 1.0)));
        read(gauge());
        assertThat(server.asked()).singleElement().satisfies(asked -> {
            assertThat(asked.path()).isEqualTo("/query");
            assertThat(asked.form()).containsEntry("db", "health").containsEntry("epoch", "ms");
            assertThat(asked.headers().get("authorization")).startsWith("Basic ");
            // a level may be carried for 60 s: six bins, and six more to say how old an older one is
            assertThat(asked.field("q"))
                    .isEqualTo("SELECT mean(\"usage\") FROM \"cpu\" WHERE (\"host\" =~ /^(?:node-01|node-02|node-03)$/"
                            + " AND time >= 1795365810000ms AND time < 1795365940000ms) GROUP BY time(10000ms, 0ms),"
                            + " \"host\" fill(none)");
        });
    }

    @Test
    void aLevelStaysUntilItIsStale() {
        answer(
                FakeInflux.series("node-01", row(BIN - 40_000, "7") + "," + row(BIN - 30_000, "8")),
                FakeInflux.series("node-02", row(BIN - 60_000, "9")),
                FakeInflux.series(
                        "node-03", row(BIN - 70_000, "1") + "," + row(BIN, "2") + "," + row(BIN + 10_000, "3")));
        assertThat(values(gauge())).containsExactly(8, Double.NaN, 2);
    }

    @Test
    void levelsThatAreAllTooOldAreStale() {
        answer(FakeInflux.series("node-01", row(BIN - 90_000, "7")));
        assertThat(read(gauge()))
                .isEqualTo(new Evidence.Stale(
                        Duration.ofSeconds(100),
                        "the newest of the values for one node is 100 s old; older than 60 s is not evidence"));
    }

    @Test
    void eventsAreOfTheirOwnBinOnly() {
        answer(
                FakeInflux.series("node-01", row(BIN - 10_000, "7")),
                FakeInflux.series("node-02", row(BIN, "9")),
                FakeInflux.series("node-03", row(BIN, "null")));
        assertThat(values(count(Empty.UNKNOWN))).containsExactly(Double.NaN, 9, Double.NaN);
        assertThat(values(count(Empty.ZERO))).containsExactly(0, 9, 0);
    }

    @Test
    void aRatioNeedsItsTotal() {
        Signal ratio = Signals.of(SignalKind.RATIO, Signals.influx(ERRORS, ALL), Empty.ZERO);
        server.behave(asked -> having(
                        asked.field("q").contains("errors")
                                ? Map.of("node-01", 1.0)
                                : Map.of("node-01", 5.0, "node-02", 6.0))
                .apply(asked));
        Evidence.Values values = (Evidence.Values) read(ratio);
        assertThat(values.values()).containsExactly(1, 0, Double.NaN);
        assertThat(values.totals()).containsExactly(5, 6, Double.NaN);
        server.behave(asked -> having(asked.field("q").contains("errors") ? Map.of("node-01", 1.0) : Map.of())
                .apply(asked));
        assertThat(read(ratio)).isInstanceOf(Evidence.NoData.class);
    }

    @Test
    void anEmptyAnswerOfRightNamesIsNoData() {
        answer();
        assertThat(read(gauge()))
                .isEqualTo(new Evidence.NoData(
                        "no points of any of the 3 nodes in database \"health\" in the 60 s before"));
        assertThat(values(count(Empty.ZERO))).containsExactly(0, 0, 0);
        // names are looked up once and remembered for a moment
        assertThat(server.asked())
                .filteredOn(asked -> asked.field("q").startsWith("SHOW"))
                .hasSize(1);
        now = now.plus(Schema.REMEMBERED);
        read(gauge());
        assertThat(server.asked())
                .filteredOn(asked -> asked.field("q").startsWith("SHOW"))
                .hasSize(2);
    }

    @Test
    void anUnknownMeasurementIsAnErrorAndNeverZero() {
        server.behave(asked -> FakeServer.json(
                asked.field("q").startsWith("SHOW")
                        ? "{\"results\":[{\"statement_id\":0},{\"statement_id\":1},{\"statement_id\":2}]}"
                        : "{\"results\":[{\"statement_id\":0}]}"));
        assertThat(error(gauge())).isEqualTo("there is no measurement \"cpu\" in database \"health\"");
        assertThat(error(count(Empty.ZERO))).isEqualTo("there is no measurement \"cpu\" in database \"health\"");
        assertThat(server.asked())
                .anySatisfy(asked -> assertThat(asked.field("q"))
                        .isEqualTo("SHOW MEASUREMENTS WITH MEASUREMENT = \"cpu\"; SHOW TAG KEYS FROM \"cpu\";"
                                + " SHOW FIELD KEYS FROM \"cpu\""));
    }

    @Test
    void anUnknownFieldOrTagIsAnError() {
        answer();
        assertThat(error(Signals.gauge(Signals.influx(USAGE.replace("usage", "usgae")))))
                .isEqualTo("measurement \"cpu\" in database \"health\" has no field \"usgae\"; it has: errors, usage");
        assertThat(error(Signals.gauge(new Source.Influx(
                        "main", "health", USAGE.replace("host", "hostname"), Optional.empty(), "hostname"))))
                .isEqualTo("measurement \"cpu\" in database \"health\" has no tag \"hostname\"; it has: host, zone");
    }

    @Test
    void aLookUpThatFailsIsAnError() {
        server.behave(asked -> FakeServer.json(
                asked.field("q").startsWith("SHOW")
                        ? "{\"results\":[{\"statement_id\":0,\"error\":\"no\"}]}"
                        : "{\"results\":[{\"statement_id\":0}]}"));
        assertThat(error(gauge()))
                .startsWith("the answer is empty, and whether its names are right could not be found out: main (");
    }

    @Test
    void anErrorInsideOf200IsAnError() {
        server.behave(asked ->
                FakeServer.json("{\"results\":[{\"statement_id\":0,\"error\":\"database not found: nope\"}]}"));
        assertThat(error(gauge()))
                .isEqualTo("main (" + server.url() + ") cannot run the query: database not found: nope");
    }

    @Test
    void anAnswerThatIsCutOffIsPartial() {
        server.behave(asked -> FakeServer.json("{\"results\":[{\"statement_id\":0,\"series\":["
                + FakeInflux.series("node-01", row(BIN, "1")) + "],\"partial\":true}]}"));
        assertThat(read(gauge()))
                .isEqualTo(new Evidence.Partial("main (" + server.url()
                        + ") cut its answer off at its limit of rows (max-row-limit); ask for fewer series"));
    }

    @Test
    void chunksAreOneAnswer() {
        server.behave(asked -> FakeServer.json("{\"results\":[{\"statement_id\":0,\"series\":["
                + FakeInflux.series("node-01", row(BIN, "1"))
                + "],\"partial\":true}]}\n{\"results\":[{\"statement_id\":0,\"series\":["
                + FakeInflux.series("node-02", row(BIN, "2")) + "]}]}\n"));
        assertThat(values(gauge())).containsExactly(1, 2, Double.NaN);
    }

    @Test
    void aWarningIsToldAsPartial() {
        server.behave(asked -> FakeServer.json("{\"results\":[{\"statement_id\":0,\"messages\":[{\"level\":\"warning\","
                + "\"text\":\"deprecated\"}],\"series\":[" + FakeInflux.series("node-01", row(BIN, "1")) + "]}]}"));
        assertThat(read(gauge())).isEqualTo(new Evidence.Partial("main (" + server.url() + ") warns: deprecated"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "\"host\":\"node-01\",\"zone\":\"a\" | \"time\",\"mean\" | 1 | two series for node-01 where one was meant:"
                        + " cpu,host=node-01,zone=b and cpu,host=node-01,zone=a; group by \"host\" alone",
                "\"zone\":\"a\" | \"time\",\"mean\" | 1 | the series cpu,zone=a does not say its \"host\", which names the node",
                "\"host\":\"node-01\" | \"time\",\"mean\" | \"x\" | the query answers text (\"x\" for cpu,host=node-01) where a"
                        + " number is meant",
                "\"host\":\"node-01\" | \"time\",\"mean\" | true | the query answers text (\"true\" for cpu,host=node-01)"
                        + " where a number is meant",
                "\"host\":\"node-01\" | \"time\",\"mean\",\"max\" | 1,2 | the query answers the columns time, mean, max where"
                        + " the time and one number are meant",
            })
    void whatIsNoNumberANodeIsTold(String tags, String columns, String cells, String sentence) {
        String first =
                "{\"name\":\"cpu\",\"tags\":{\"host\":\"node-01\",\"zone\":\"b\"},\"columns\":[\"time\",\"mean\"],"
                        + "\"values\":[[" + BIN + ",1]]}";
        answer(
                first,
                "{\"name\":\"cpu\",\"tags\":{" + tags + "},\"columns\":[" + columns + "],\"values\":[[" + BIN + ","
                        + cells + "]]}");
        assertThat(error(gauge())).isEqualTo(sentence);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "401 | does not let us in (401): authorization failed",
                "403 | does not let us in (403): authorization failed",
                "400 | refuses the query (400): authorization failed",
                "500 | cannot answer now (500): authorization failed",
            })
    void errorsAreToldInTheServersWords(int status, String sentence) {
        server.behave(asked -> FakeServer.reply(status, "application/json", "{\"error\":\"authorization failed\"}\n"));
        assertThat(error(gauge())).isEqualTo("main (" + server.url() + ") " + sentence);
    }

    @Test
    void mistakesInTheQueryAreToldWithoutAsking() {
        assertThat(error(Signals.gauge(new Source.Influx("other", "d", USAGE, Optional.empty(), "host"))))
                .isEqualTo("no InfluxDB server \"other\" is configured; there are: main");
        assertThat(error(Signals.gauge(new Source.Influx("main", "", USAGE, Optional.empty(), "host"))))
                .isEqualTo("neither the signal nor the server main names a database");
        assertThat(error(Signals.of(SignalKind.RATIO, Signals.influx(USAGE), Empty.UNKNOWN)))
                .isEqualTo("a ratio needs a query of its total");
        assertThat(error(Signals.gauge(new Source.Given()))).isEqualTo("this signal is not read from InfluxDB");
        assertThat(server.asked()).isEmpty();
    }
}
