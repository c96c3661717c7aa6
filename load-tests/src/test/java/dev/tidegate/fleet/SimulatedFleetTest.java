package dev.tidegate.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Nodes, their metrics, and what is written down of them. */
class SimulatedFleetTest {
    private static final String FORMER = "0".repeat(40);
    private static final String BAD = "b".repeat(40);

    private final SimulatedFleet fleet = new SimulatedFleet(new FleetSpec(
            200,
            3,
            0.2,
            0,
            FORMER,
            List.of(BAD),
            5,
            Duration.ofMillis(1),
            Duration.ofMillis(1),
            Map.of("tidegate", "secret"),
            1));

    @Test
    void theSameSeedGivesTheSameFleet() {
        assertThat(fleet.nodes()).hasSize(203);
        assertThat(fleet.nodes().stream().filter(node -> !node.isAlive()).count())
                .isEqualTo(new SimulatedFleet(fleet.spec())
                        .nodes().stream().filter(node -> !node.isAlive()).count())
                .isBetween(20L, 60L);
        assertThat(fleet.nodes().stream().map(SimulatedNode::role)).contains("control", "storage", "compute");
    }

    @Test
    void aBadRevisionShowsOnceEnoughNodesHaveIt() {
        List<SimulatedNode> alive = fleet.nodes().stream()
                .filter(node -> node.isAlive() && !node.isStaging())
                .limit(5)
                .toList();
        alive.subList(0, 4).forEach(node -> node.become(BAD));
        assertThat(alive).noneMatch(fleet::isIll);

        alive.getLast().become(BAD);

        assertThat(alive).allMatch(fleet::isIll);
        Vitals.Sample sample = new Vitals(fleet).live(1_000);
        assertThat(latency(sample, alive.getFirst().name())).isGreaterThan(0.8);
        String page = MetricsPage.of(fleet, sample);
        assertThat(page)
                .contains("request_latency_seconds{node=\"" + alive.getFirst().name() + "\",role=")
                .contains("revision=\"" + BAD + "\"")
                .contains("# TYPE http_requests_total counter");
        assertThat(page.lines().filter(line -> line.startsWith("request_error_ratio")))
                .as("dead nodes have no metrics")
                .hasSize((int)
                        fleet.nodes().stream().filter(SimulatedNode::isAlive).count());
    }

    @Test
    void theDemosQueriesAreAnsweredAsPrometheusDoes() {
        Vitals vitals = new Vitals(fleet);
        vitals.live(10_000);
        vitals.live(11_000);
        Queries queries = new Queries(vitals);
        List<String> names = fleet.nodes().stream()
                .filter(SimulatedNode::isAlive)
                .map(SimulatedNode::name)
                .limit(2)
                .toList();
        String nodes = names.stream().collect(Collectors.joining("%7C", "%28%3F%3A", "%29"));
        String selector = "request_latency_seconds%7Bnode%3D~%22" + nodes + "%22%7D";

        JsonNode instant = json(queries.answer("/api/v1/query", "query=" + selector + "&time=11.5"));
        JsonNode times = json(queries.answer(
                "/api/v1/query", "query=max+by+%28node%29+%28timestamp%28" + selector + "%29%29&time=11.5"));
        JsonNode range =
                json(queries.answer("/api/v1/query_range", "query=" + selector + "&start=10&end=11&step=1.000"));

        assertThat(instant.path("data").path("result").size()).isEqualTo(2);
        assertThat(times.path("data")
                        .path("result")
                        .path(0)
                        .path("value")
                        .path(1)
                        .stringValue())
                .isEqualTo("11.000000");
        assertThat(range.path("data").path("resultType").stringValue()).isEqualTo("matrix");
        assertThat(range.path("data").path("result").path(0).path("values").size())
                .isEqualTo(2);
        assertThatThrownBy(() -> queries.answer("/api/v1/query", "query=up&time=1"))
                .hasMessageContaining("does not know the query up");
    }

    @Test
    void theFleetFileNamesEveryMachine() {
        String yaml = FleetFile.of(
                fleet, URI.create("http://127.0.0.1:8000"), Path.of("/p"), Path.of("/srv/infra"), "a@x, b@x");

        Matcher machine = Pattern.compile("(?m)^  - \\{name: (\\w+), role: \\w+, .*target: salt}$")
                .matcher(yaml);
        assertThat(machine.results().count()).isEqualTo(203);
        assertThat(yaml).contains("staging: true").contains("trusted: [a@x, b@x]");
    }

    private static double latency(Vitals.Sample sample, String node) {
        Vitals.Vital vital = sample.nodes().get(node);
        return vital == null ? 0 : vital.latency();
    }

    private static JsonNode json(String text) {
        return JsonMapper.shared().readTree(text);
    }
}
