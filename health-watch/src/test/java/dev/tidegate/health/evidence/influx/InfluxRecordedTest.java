package dev.tidegate.health.evidence.influx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.evidence.http.Await;
import dev.tidegate.health.evidence.http.FakeServer;
import dev.tidegate.health.evidence.http.Recorded;
import dev.tidegate.health.evidence.http.Signals;
import dev.tidegate.health.remote.Server;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every exchange that was recorded with InfluxDB 1.6, as an answer to a signal's question. */
class InfluxRecordedTest {
    private static final List<String> NODES = List.of("node-01", "node-02");
    private static final Instant AT = Instant.ofEpochSecond(1795365720);

    private final FakeServer server = new FakeServer(asked -> FakeServer.hang());
    private final InfluxProbes probes =
            InfluxProbes.of(List.of(Server.of("main", server.url())), () -> AT, new SimpleMeterRegistry());
    private final Probe probe = probes.probe();

    @AfterEach
    void close() {
        probes.connections().dispose();
        server.close();
    }

    private Evidence read(String name) {
        Recorded recorded = Recorded.read("influxdb/" + name);
        server.behave(asked -> asked.field("q").startsWith("SHOW")
                ? FakeServer.json(FakeInflux.SCHEMA.replace("\"cpu\"]]", "\"nosuch\"]]"))
                : recorded.reply());
        String query = "SELECT mean(usage) FROM cpu WHERE $where GROUP BY host";
        return Await.value(probe.read(Signals.gauge(Signals.influx(query)), NODES, AT, Duration.ofMinutes(5)));
    }

    @Test
    void meansOfHosts() {
        Recorded recorded = Recorded.read("influxdb/08-mean-by-host");
        server.behave(asked -> recorded.reply());
        List<Probe.Past> pasts = Await.value(probe.range(
                Signals.gauge(Signals.influx("SELECT mean(usage) FROM cpu WHERE $where GROUP BY host")),
                NODES,
                Instant.ofEpochSecond(1795365300),
                Instant.ofEpochSecond(1795365900),
                Duration.ofMinutes(5)));
        assertThat(pasts)
                .extracting(past -> ((Evidence.Values) past.evidence()).values())
                .containsExactly(new double[] {21, 60.5}, new double[] {24.5, 64}, new double[] {28.5, 68});
    }

    @Test
    void nothingIsLookedUp() {
        assertThat(read("12-empty-measurement")).isInstanceOf(Evidence.NoData.class);
        assertThat(read("13-empty-range")).isInstanceOf(Evidence.NoData.class);
        assertThat(read("01-create-db")).isInstanceOf(Evidence.NoData.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "02-write-seconds          | answers 204 with application/json",
                "03-write-bad-line         | refuses the query (400): unable to parse 'cpu,host=node-01 usage=': missing field value",
                "04-write-partial          | refuses the query (400): partial write: field type conflict",
                "05-write-no-db            | cannot answer now (404): database not found: \"nope\"",
                "06-select-all             | the query answers the columns time, errors, host, note, ok, usage, zone where the time and one number are meant",
                "07-select-epoch-s         | the query answers the columns",
                "09-mean-fill-null         | the series cpu does not say its \"host\", which names the node",
                "10-two-statements         | the query answers 2 results where one is meant",
                "11-two-statements-one-bad | cannot run the query: undefined function nosuch()",
                "14-unknown-db             | cannot run the query: database not found: nope",
                "15-no-db                  | cannot run the query: database name required",
                "16-parse-error            | refuses the query (400): error parsing query: found SELEC, expected SELECT",
                "17-show-measurements      | the query answers the columns name where",
                "18-show-tag-values        | the query answers the columns key, value where",
                "19-show-series            | the query answers the columns key where",
                "20-show-field-keys        | the query answers the columns fieldKey, fieldType where",
                "21-show-databases         | the query answers the columns name where",
                "22-chunked                | the series cpu does not say its \"host\"",
                "23-pretty                 | the series cpu does not say its \"host\"",
                "24-params-bind            | the query answers the columns",
                "27-select-csv             | answers 200 with text/csv, which is not InfluxDB: name,tags,time,usage",
                "28-backslash-regex        | the query answers the columns time, p95, derivative where",
                "26-select-into-missing-rp | cannot run the query: retention policy not found: nope",
                "40-auth-no-users          | does not let us in (403): error authorizing query: create admin user first",
                "42-auth-missing           | does not let us in (401): unable to parse authentication credentials",
                "43-auth-wrong             | does not let us in (401): authorization failed",
                "46-auth-ro-read           | the query answers the columns",
                "47-auth-ro-write          | does not let us in (403): \"ro\" user is not authorized to write to database \"health\"",
            })
    void whatIsNoNumberANodeIsTold(String name, String sentence) {
        Evidence found = read(name);
        assertThat(found).isInstanceOf(Evidence.QueryError.class);
        assertThat(((Evidence.QueryError) found).reason()).contains(sentence);
    }

    @Test
    void aMessageOfTheServerIsTold() {
        Evidence found = read("25-create-via-get");
        assertThat(found).isInstanceOf(Evidence.Partial.class);
        assertThat(((Evidence.Partial) found).reason()).contains("warns: deprecated use of 'CREATE DATABASE viaget'");
    }
}
