package dev.tidegate.health.evidence.prometheus;

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
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrometheusProbeTest extends ProbeContract {
    private static final String CPU = "node_load1{node=~\"$nodes\"}";

    @Override
    protected Opened open(Server main, InstantSource clock) {
        PrometheusProbes probes =
                PrometheusProbes.of(List.of(main.withCredentials(new Credentials.Bearer("s3cret"))), clock, meters);
        return new Opened(probes.probe(), probes.connections());
    }

    @Override
    protected Signal gauge() {
        return Signals.gauge(Signals.prometheus(CPU));
    }

    @Override
    protected FakeServer.Behaviour having(Map<String, Double> numbers) {
        return FakePrometheus.having(numbers);
    }

    /** Series of a vector; the times of samples are fresh for all of them. */
    private void answer(Function<String, String> series) {
        server.behave(asked -> asked.field("query").contains("timestamp(")
                ? having(Map.of("node-01", 1.0, "node-02", 1.0, "node-03", 1.0)).apply(asked)
                : FakeServer.json(series.apply(asked.field("query"))));
    }

    private static String vector(String... nodeAndValue) {
        StringBuilder series = new StringBuilder();
        for (int i = 0; i < nodeAndValue.length; i += 2) {
            series.append(i == 0 ? "" : ",");
            series.append("{\"metric\":{\"__name__\":\"m\",\"node\":\"").append(nodeAndValue[i]);
            series.append("\"},\"value\":[1795365940,\"")
                    .append(nodeAndValue[i + 1])
                    .append("\"]}");
        }
        return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[" + series + "]}}";
    }

    private static Signal count(Empty empty) {
        return Signals.of(SignalKind.COUNT, Signals.prometheus("increase(e{node=~\"$nodes\"}[$interval])"), empty);
    }

    private static Signal ratio(Empty empty) {
        return Signals.of(
                SignalKind.RATIO, Signals.prometheus("bad{node=~\"$nodes\"}", "all{node=~\"$nodes\"}"), empty);
    }

    @Test
    void asksInAFormWithTheTimeAndTheServersTimeOut() {
        server.behave(having(Map.of("node-01", 1.0)));
        read(gauge());
        FakeServer.Asked asked = server.asked().stream()
                .filter(one -> !one.field("query").contains("timestamp"))
                .findFirst()
                .orElseThrow();
        assertThat(asked.path()).isEqualTo("/api/v1/query");
        assertThat(asked.form())
                .containsEntry("query", "node_load1{node=~\"(?:node-01|node-02|node-03)\"}")
                .containsEntry("time", "1795365940.000")
                .containsEntry("timeout", "20s");
        assertThat(asked.headers().get("authorization")).isEqualTo("Bearer s3cret");
    }

    @Test
    void aLongRangeIsAskedInPiecesBelowTheLimitOfPoints() {
        server.behave(having(Map.of("node-01", 1.0)));
        Duration step = Duration.ofSeconds(1);
        assertThat(got(probe.range(gauge(), NODES, AT, AT.plusSeconds(24_999), step)))
                .hasSize(25_000);
        assertThat(server.asked())
                .filteredOn(asked -> !asked.field("query").contains("timestamp"))
                .extracting(asked -> asked.field("start") + " " + asked.field("end"))
                .containsExactly(
                        "1795365940.000 1795375939.000",
                        "1795375940.000 1795385939.000",
                        "1795385940.000 1795390939.000");
    }

    @Test
    void nanIsNoReportAndAllNanIsNoData() {
        answer(query -> vector("node-01", "NaN", "node-02", "2", "node-03", "3e-1"));
        assertThat(values(gauge())).containsExactly(Double.NaN, 2, 0.3);
        answer(query -> vector("node-01", "NaN", "node-02", "NaN"));
        assertThat(read(gauge())).isEqualTo(new Evidence.NoData("the answer is NaN for all nodes that it has"));
    }

    @ParameterizedTest
    @CsvSource({"+Inf", "-Inf"})
    void infinityIsNoNumber(String infinity) {
        answer(query -> vector("node-01", "1", "node-02", infinity, "node-03", "3"));
        assertThat(error(gauge()))
                .isEqualTo(infinity + " for node-02, which is no number to judge by; a division by zero?");
    }

    @Test
    void twoSeriesForANodeAreNamed() {
        answer(query -> vector("node-01", "1", "node-01:9100", "2"));
        assertThat(error(gauge()))
                .isEqualTo("two series for node-01 where one was meant: {__name__=\"m\",node=\"node-01\"} and"
                        + " {__name__=\"m\",node=\"node-01:9100\"}; write sum by (node) (…), or another one");
    }

    @Test
    void aPortBehindTheNodesNameIsNoOtherNode() {
        answer(query -> vector("node-01:9100", "1", "node-02:9100", "2"));
        assertThat(values(gauge())).containsExactly(1, 2, Double.NaN);
    }

    @Test
    void seriesOfNobodyAskedForAreCountedAndTold() {
        answer(query -> vector("other-1", "1", "other-2", "2"));
        assertThat(read(gauge()))
                .isEqualTo(new Evidence.NoData(
                        "none of the 3 nodes asked for is in the answer, but 2 other: other-1, other-2"));
        assertThat(meters.get("tidegate.probe.ignored").counter().count()).isEqualTo(2);
    }

    @Test
    void seriesWithoutTheLabelAreTold() {
        answer(query -> "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"job\":"
                + "\"demo\"},\"value\":[1,\"1\"]}]}}");
        assertThat(error(gauge()))
                .isEqualTo("no series of the answer has the label \"node\" that names the node: {job=\"demo\"};"
                        + " one series a node is meant, such as sum by (node) (…)");
    }

    @Test
    void histogramsAreNoNumbers() {
        answer(query -> "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":{\"node\":"
                + "\"node-01\"},\"histogram\":[1,{\"count\":\"1\",\"sum\":\"2\"}]}]}}");
        assertThat(error(gauge())).startsWith("the query answers native histograms, such as {node=\"node-01\"}");
    }

    @Test
    void aWarningMakesTheAnswerPartialAndAnInfoDoesNot() {
        answer(query -> vector("node-01", "1").replace("{\"status\"", "{\"infos\":[\"PromQL info: x\"],\"status\""));
        assertThat(values(gauge())).containsExactly(1, Double.NaN, Double.NaN);
        answer(query -> vector("node-01", "1")
                .replace("{\"status\"", "{\"warnings\":[\"results truncated due to limit\"],\"status\""));
        assertThat(read(gauge()))
                .isEqualTo(new Evidence.Partial("main (" + server.url()
                        + ") says that its answer is not whole: results truncated due to limit"));
    }

    @Test
    void anErrorInsideOf200IsAnError() {
        server.behave(asked -> FakeServer.json("{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"query timed"
                + " out in expression evaluation\"}"));
        assertThat(error(gauge()))
                .isEqualTo("main (" + server.url()
                        + ") answers an error (200 timeout): query timed out in expression evaluation");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "503 | timeout   | cannot answer now (503 timeout): words",
                "422 | execution | cannot run the query (422 execution): words",
                "400 | bad_data  | refuses the query (400 bad_data): words",
                "500 | internal  | answers an error (500 internal): words",
            })
    void errorsAreToldInTheServersWords(int status, String type, String sentence) {
        server.behave(asked -> FakeServer.reply(
                status,
                "application/json",
                "{\"status\":\"error\",\"errorType\":\"" + type + "\",\"error\":\"words\"}"));
        assertThat(error(gauge())).isEqualTo("main (" + server.url() + ") " + sentence);
    }

    @Test
    void aWrongPasswordIsTold() {
        server.behave(asked -> FakeServer.reply(401, "text/plain", "Unauthorized\n"));
        assertThat(error(gauge())).isEqualTo("main (" + server.url() + ") does not let us in (401): Unauthorized");
    }

    @Test
    void noRowsAreNoEventsOnlyWhenTheOperatorSaidSo() {
        answer(query -> vector());
        assertThat(read(count(Empty.UNKNOWN)))
                .isEqualTo(new Evidence.NoData("the query answers no series; either nothing is measured there, or a"
                        + " name in it is wrong"));
        assertThat(values(count(Empty.ZERO))).containsExactly(0, 0, 0);
        assertThat(read(Signals.of(SignalKind.GAUGE, Signals.prometheus(CPU), Empty.ZERO)))
                .isInstanceOf(Evidence.NoData.class);
        answer(query -> vector("node-02", "4"));
        assertThat(values(count(Empty.ZERO))).containsExactly(0, 4, 0);
        assertThat(values(count(Empty.UNKNOWN))).containsExactly(Double.NaN, 4, Double.NaN);
    }

    @Test
    void aCountBelowZeroIsNoCount() {
        answer(query -> vector("node-01", "-1"));
        assertThat(error(count(Empty.UNKNOWN))).isEqualTo("-1.0 for node-01: events cannot be fewer than none");
    }

    @Test
    void aRatioHasPartAndTotalAtTheSameTime() {
        answer(query -> query.startsWith("bad") ? vector("node-01", "1") : vector("node-01", "10", "node-02", "20"));
        Evidence.Values values = (Evidence.Values) read(ratio(Empty.UNKNOWN));
        assertThat(values.values()).containsExactly(1, Double.NaN, Double.NaN);
        assertThat(values.totals()).containsExactly(10, Double.NaN, Double.NaN);
        assertThat(server.asked()).extracting(asked -> asked.field("time")).containsOnly("1795365940.000");
        values = (Evidence.Values) read(ratio(Empty.ZERO));
        assertThat(values.values()).containsExactly(1, 0, Double.NaN);
        assertThat(values.totals()).containsExactly(10, 20, Double.NaN);
    }

    @Test
    void aRatioWithoutATotalIsNeverZero() {
        answer(query -> vector());
        assertThat(read(ratio(Empty.ZERO)))
                .isInstanceOfSatisfying(
                        Evidence.NoData.class,
                        found -> assertThat(found.reason()).startsWith("in the total: "));
        assertThat(error(Signals.of(SignalKind.RATIO, Signals.prometheus(CPU), Empty.UNKNOWN)))
                .isEqualTo("a ratio needs a query of its total");
    }

    @Test
    void aPartThatIsLargerThanItsTotalIsAMistake() {
        answer(query -> query.startsWith("bad") ? vector("node-01", "10") : vector("node-01", "1"));
        assertThat(error(ratio(Empty.UNKNOWN)))
                .isEqualTo("the part (10.0) is larger than the total (1.0) for node-01; are the two queries swapped?");
        answer(query -> query.startsWith("bad") ? vector("node-01", "10.02") : vector("node-01", "10"));
        assertThat(((Evidence.Values) read(ratio(Empty.UNKNOWN))).values()[0]).isEqualTo(10);
    }

    @Test
    void aDeadNodesLastValueIsNoEvidence() {
        server.behave(asked -> asked.field("query").contains("timestamp(")
                ? new FakePrometheus(Map.of("node-01", 1.0), at -> at - 5).apply(asked)
                : having(Map.of("node-01", 1.0, "node-02", 2.0)).apply(asked));
        assertThat(values(gauge())).containsExactly(1, Double.NaN, Double.NaN);
    }

    @Test
    void valuesThatAreAllTooOldAreStale() {
        server.behave(new FakePrometheus(Map.of("node-01", 1.0, "node-02", 2.0), at -> at - 90));
        assertThat(read(gauge()))
                .isEqualTo(new Evidence.Stale(
                        Duration.ofSeconds(90),
                        "the newest of the values for 2 nodes is 90 s old; older than 60 s is not evidence"));
    }

    @Test
    void valuesOfSeriesThatHaveEndedAreStale() {
        server.behave(asked -> asked.field("query").contains("timestamp(")
                ? FakeServer.json(vector())
                : having(Map.of("node-01", 1.0)).apply(asked));
        assertThat(read(gauge()))
                .isEqualTo(new Evidence.Stale(
                        Signals.STALE_AFTER,
                        "the query still has values for one node, but what they are made of has ended; not evidence"));
    }

    @Test
    void mistakesInTheQueryAreToldWithoutAsking() {
        assertThat(error(Signals.gauge(Signals.prometheus("up{node=\"$nodes\"}"))))
                .isEqualTo("$nodes is a regular expression: it can only stand in a matcher such as node=~\"$nodes\"");
        assertThat(error(Signals.gauge(new Source.Prometheus("main", "up", Optional.empty(), "a-b"))))
                .isEqualTo("\"a-b\" cannot be the name of a label");
        assertThat(error(Signals.gauge(new Source.Prometheus("other", "up", Optional.empty(), "node"))))
                .isEqualTo("no Prometheus server \"other\" is configured; there are: main");
        assertThat(error(Signals.gauge(new Source.Given()))).isEqualTo("this signal is not read from Prometheus");
        assertThat(server.asked()).isEmpty();
    }

    @Test
    void secretsAreInNoSentenceAndNoText() {
        Server secret = Server.of("main", server.url())
                .withCredentials(new Credentials.Basic("user", "s3cret"))
                .withHeaders(Map.of("X-Key", "s3cret"));
        assertThat(secret.toString()).doesNotContain("s3cret");
        server.behave(asked -> FakeServer.hangUp());
        assertThat(error(gauge())).doesNotContain("s3cret");
    }
}
