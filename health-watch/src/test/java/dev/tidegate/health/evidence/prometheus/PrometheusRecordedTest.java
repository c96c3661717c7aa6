package dev.tidegate.health.evidence.prometheus;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.evidence.http.Await;
import dev.tidegate.health.evidence.http.FakeServer;
import dev.tidegate.health.evidence.http.Recorded;
import dev.tidegate.health.evidence.http.Signals;
import dev.tidegate.health.policy.Source;
import dev.tidegate.health.remote.Server;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every exchange that was recorded with Prometheus 2.42, as an answer to a signal's question. */
class PrometheusRecordedTest {
    private static final List<String> TARGETS = List.of("127.0.0.1:18091", "127.0.0.1:18099");
    private static final Instant AT = Instant.parse("2026-11-22T16:45:42Z");

    private final FakeServer server = new FakeServer(asked -> FakeServer.hang());
    private final PrometheusProbes probes =
            PrometheusProbes.of(List.of(Server.of("main", server.url())), () -> AT, new SimpleMeterRegistry());
    private final Probe probe = probes.probe();

    @AfterEach
    void close() {
        probes.connections().dispose();
        server.close();
    }

    /** The recorded answer for the query, and fresh samples. */
    private void replay(String name) {
        Recorded recorded = Recorded.read("prometheus/" + name);
        server.behave(asked -> {
            if (!asked.field("query").contains("timestamp(")) {
                return recorded.reply();
            }
            boolean targets = asked.field("query").contains("instance");
            List<String> nodes = targets ? TARGETS : List.of("node-01", "node-02", "node-03");
            String type = asked.path().endsWith("_range") ? "matrix" : "vector";
            StringBuilder series = new StringBuilder();
            for (String node : nodes) {
                series.append(series.isEmpty() ? "" : ",");
                series.append("{\"metric\":{\"node\":\"" + node + "\",\"instance\":\"" + node + "\"},");
                series.append(
                        type.equals("vector") ? "\"value\":[1,\"1795365942\"]}" : "\"values\":[" + fresh() + "]}");
            }
            return FakeServer.json(
                    "{\"status\":\"success\",\"data\":{\"resultType\":\"" + type + "\",\"result\":[" + series + "]}}");
        });
    }

    private static String fresh() {
        StringBuilder times = new StringBuilder();
        for (long at = 1795364040; at <= 1795365240; at += 60) {
            times.append(times.isEmpty() ? "" : ",").append("[" + at + ",\"" + (at - 1) + "\"]");
        }
        return times.toString();
    }

    private Evidence read(String name, String label) {
        replay(name);
        Source source = new Source.Prometheus("main", "x{" + label + "!=\"\"}", Optional.empty(), label);
        List<String> nodes = label.equals("instance") ? TARGETS : List.of("node-01", "node-02", "node-03");
        return Await.value(probe.read(Signals.gauge(source), nodes, AT, Duration.ofSeconds(10)));
    }

    @Test
    void valuesOfTargets() {
        assertThat(((Evidence.Values) read("01-instant", "instance")).values()).containsExactly(1, 0);
        assertThat(((Evidence.Values) read("02-instant-at", "node")).values()).containsExactly(1, 1, 1);
        assertThat(read("05-nan", "instance")).isInstanceOf(Evidence.NoData.class);
        assertThat(read("10-empty", "node")).isInstanceOf(Evidence.NoData.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "03-scalar         | the query answers a scalar, which has no node",
                "04-string         | the query answers a string",
                "06-inf            | +Inf for 127.0.0.1:18091, which is no number to judge by",
                "07-matrix-instant | the query answers many values a series (matrix)",
                "11-parse-error    | refuses the query (400 bad_data): invalid parameter \"query\": 1:4: parse error: unexpected end of input inside braces",
                "12-bad-step       | refuses the query (400 bad_data): invalid parameter \"end\"",
                "13-too-many-points| exceeded maximum resolution of 11,000 points per timeseries",
                "14-many-to-many   | cannot run the query (422 execution): found duplicate series for the match group",
                "15-timeout        | no series of the answer has the label \"instance\" that names the node: {}",
                "16-alerts         | answers \"\", which is not known",
                "17-rules          | answers \"\", which is not known",
                "18-targets        | answers \"\", which is not known",
                "19-labels         | answers \"\", which is not known",
                "20-label-values   | answers \"\", which is not known",
                "21-series         | answers \"\", which is not known",
                "22-buildinfo      | answers \"\", which is not known",
                "23-stats          | no series of the answer has the label \"instance\"",
                "24-not-found      | answers 404 with text/plain; charset=utf-8, which is not Prometheus: 404 page not found",
            })
    void whatIsNoNumberANodeIsTold(String name, String sentence) {
        Evidence found = read(name, "instance");
        assertThat(found).isInstanceOf(Evidence.QueryError.class);
        assertThat(((Evidence.QueryError) found).reason()).contains(sentence);
    }

    @Test
    void rangesOfTheRecordings() {
        replay("09-range-rate");
        Source source = new Source.Prometheus("main", "x{node!=\"\"}", Optional.empty(), "node");
        Instant from = Instant.ofEpochSecond(1795364040);
        List<Probe.Past> pasts = Await.value(probe.range(
                Signals.gauge(source),
                List.of("node-01", "node-02"),
                from,
                Instant.ofEpochSecond(1795365240),
                Duration.ofMinutes(1)));
        assertThat(pasts).hasSize(21);
        assertThat(pasts.get(20).at()).isEqualTo(from.plusSeconds(1200));
        assertThat(((Evidence.Values) pasts.get(20).evidence()).values())
                .containsExactly(1.5833333333333335, 1.5833333333333335);
        replay("08-range");
        pasts = Await.value(probe.range(
                Signals.gauge(source),
                List.of("node-03"),
                from,
                Instant.ofEpochSecond(1795365240),
                Duration.ofMinutes(5)));
        assertThat(pasts)
                .hasSize(5)
                .allSatisfy(past ->
                        assertThat(((Evidence.Values) past.evidence()).values()).containsExactly(1));
    }
}
