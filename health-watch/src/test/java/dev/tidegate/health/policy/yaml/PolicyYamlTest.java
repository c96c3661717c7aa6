package dev.tidegate.health.policy.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.correlator.yaml.ConfigurationException;
import dev.tidegate.health.policy.Comparison;
import dev.tidegate.health.policy.Direction;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Exposure;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.Limit;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PolicyYamlTest {
    @TempDir
    Path directory = Path.of("replaced");

    @Test
    void signalsAreAllThatMustBeSaid() {
        HealthPolicy policy = PolicyYaml.parse("signals: [{name: cpu, given: true}]", "nova.yaml");
        assertThat(policy)
                .isEqualTo(new HealthPolicy(
                        "nova",
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(10),
                        0.01,
                        1,
                        Exposure.DEFAULT,
                        Duration.ofMinutes(5),
                        List.of(new Signal(
                                "cpu",
                                "",
                                SignalKind.GAUGE,
                                Direction.UP,
                                new Source.Given(),
                                Optional.empty(),
                                Optional.of(Comparison.DEFAULT),
                                Empty.UNKNOWN,
                                Duration.ofMinutes(1),
                                true,
                                false))));
    }

    @Test
    void everythingCanBeSaid() {
        HealthPolicy policy = PolicyYaml.parse("""
                name: compute nodes
                interval: 30s
                snapshot: 1h
                budget: 0.5%
                waves: 3
                ask: 10m
                exposure: {duration: 15m, rounds: 20, nodes: 90%, events: 1000}
                signals:
                  - name: latency
                    unit: s
                    kind: gauge
                    worse: up
                    prometheus: {server: eu, query: 'm{i=~"$nodes"}[$interval]', label: host}
                    limit: {value: 2.5, nodes: 0.5, rounds: 3}
                    compare: {relative: 10%, absolute: 0.05}
                    stale_after: 2m
                    required: false
                    shadow: true
                  - name: errors
                    influx: {database: lma, query: 'SELECT sum(a) FROM m WHERE $where GROUP BY $by', total: 'SELECT sum(b) FROM m WHERE $where GROUP BY $by', tag: hostname}
                    limit: 5%
                    compare: false
                  - name: logs
                    elasticsearch: {index: 'log-*', query: 'level:ERROR', node_field: host, time_field: ts}
                    empty: zero
                  - name: alerts
                    incidents: ['severity=critical', 'alertname=~"Nova.*"']
                """, "x.yaml");
        assertThat(policy.name()).isEqualTo("compute nodes");
        assertThat(policy.budget()).isEqualTo(0.005);
        assertThat(policy.exposure()).isEqualTo(new Exposure(Duration.ofMinutes(15), 20, 0.9, 1000));
        assertThat(policy.signals().get(0))
                .isEqualTo(new Signal(
                        "latency",
                        "s",
                        SignalKind.GAUGE,
                        Direction.UP,
                        new Source.Prometheus("eu", "m{i=~\"$nodes\"}[$interval]", Optional.empty(), "host"),
                        Optional.of(new Limit(2.5, 0.5, 3)),
                        Optional.of(new Comparison(0.1, 0.05)),
                        Empty.UNKNOWN,
                        Duration.ofMinutes(2),
                        false,
                        true));
        assertThat(policy.signals().get(1).kind()).isEqualTo(SignalKind.RATIO);
        assertThat(policy.signals().get(1).limit()).contains(Limit.of(0.05));
        assertThat(policy.signals().get(1).comparison()).isEmpty();
        assertThat(policy.signals().get(1).source())
                .isEqualTo(new Source.Influx(
                        "default",
                        "lma",
                        "SELECT sum(a) FROM m WHERE $where GROUP BY $by",
                        Optional.of("SELECT sum(b) FROM m WHERE $where GROUP BY $by"),
                        "hostname"));
        assertThat(policy.signals().get(2).kind()).isEqualTo(SignalKind.COUNT);
        assertThat(policy.signals().get(2).empty()).isEqualTo(Empty.ZERO);
        assertThat(policy.signals().get(3).source())
                .isEqualTo(new Source.Incidents("severity=critical,alertname=~\"Nova.*\""));
    }

    @Test
    void jsonIsYamlAndMayHaveTabs() {
        assertThat(PolicyYaml.parse(
                                "{\n\t\"name\": \"a\",\n\t\"signals\": [{\"name\": \"x\", \"given\": true}]\n}", "body")
                        .name())
                .isEqualTo("a");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                                | :1: \"signals\" is missing",
                "- a                                               | :1: expected a mapping",
                "signals: [                                        | :1: expected the node content",
                "signals: []                                       | :1: a policy needs at least one signal",
                "signals: x                                        | :1: expected a list",
                "intervall: 10s\\nsignals: [S]                     | :1: \"intervall\" is not known here",
                "interval: soon\\nsignals: [S]                     | :1: \"soon\" is not a duration",
                "interval: 249ms\\nsignals: [S]                    | :1: \"249ms\" is not from 0.25 to 3600 seconds",
                "interval: 2h\\nsignals: [S]                       | :1: \"2h\" is not from 0.25 to 3600 seconds",
                "interval: [1s]\\nsignals: [S]                     | :1: expected a single value",
                "snapshot: 5s\\nsignals: [S]                       | :1: \"5s\" is shorter than one interval",
                "signals: [S]\\nbudget: 0                          | :2: \"0\" is no budget",
                "signals: [S]\\nbudget: 1                          | :2: \"1\" is no budget",
                "signals: [S]\\nbudget: 5                          | :2: \"5\" is not a share",
                "signals: [S]\\nbudget: NaN                        | :2: \"NaN\" is not a share",
                "signals: [S]\\nbudget: much                       | :2: \"much\" is not a number",
                "signals: [S]\\nwaves: 0                           | :2: 0 is not from 1 to 1000",
                "signals: [S]\\nask: 1s                            | :2: \"1s\" is not from 10 to 604800 seconds",
                "signals: [S]\\nexposure: {nodes: 0}               | :2: at least some of the nodes must report",
                "signals: [S]\\nexposure: {rounds: 1.5}            | :2: \"1.5\" is not a whole number",
                "signals: [S]\\nexposure:\\n  nods: 1              | :3: \"nods\" is not known here",
                "signals: [S, S]                                   | :1: there are two signals \"s\"",
                "signals:\\n- {given: true}                        | :2: the signal has no \"name\"",
                "signals:\\n- {name: a b, given: true}             | :2: \"a b\" is no name of a signal",
                "signals:\\n- {name: a}                            | :2: \"a\" needs one source, and has none",
                "signals:\\n- {name: a, given: true, prometheus: x}| :2: \"a\" needs one source, and has prometheus and given",
                "signals:\\n- {name: a, given: false}              | :2: write given: true",
                "signals:\\n- {name: a, given: true, kind: rate}   | :2: \"rate\" is no kind",
                "signals:\\n- {name: a, given: true, worse: left}  | :2: \"left\" is no direction",
                "signals:\\n- name: a\\n  given: true\\n  worse: either\\n  limit: 3 | :5: a limit needs to know on which side",
                "signals:\\n- {name: a, given: true, limit: x}     | :2: \"x\" is not a number",
                "signals:\\n- {name: a, given: true, limit: .inf}  | :2: \".inf\" is not a number",
                "signals:\\n- {name: a, given: true, limit: NaN}   | :2: \"NaN\" is not a finite number",
                "signals:\\n- {name: a, given: true, limit: {}}    | :2: the limit has no \"value\"",
                "signals:\\n- {name: a, given: true, kind: ratio, limit: 2} | :2: \"2\" is not a share",
                "signals:\\n- {name: a, given: true, kind: count, limit: -2} | :2: a count is never below 0",
                "signals:\\n- {name: a, given: true, compare: {relative: -1}} | :2: -1 is not from 0.0",
                "signals:\\n- {name: a, given: true, compare: no}  | :2: \"a\" is neither compared nor has it a limit",
                "signals:\\n- {name: a, given: true, empty: zero}  | :2: no rows can mean no events",
                "signals:\\n- {name: a, given: true, stale_after: 1s} | :2: \"1s\" is not from 10",
                "signals:\\n- {name: a, given: true, required: maybe} | :2: \"maybe\" is neither true nor false",
                "signals:\\n- {name: a, given: true, shadow: true} | :2: at least one signal must be required",
                "signals:\\n- {name: a, prometheus: ''}            | :2: \"query\" is empty",
                "signals:\\n- {name: a, prometheus: {label: i}}    | :2: \"query\" is missing",
                "signals:\\n- {name: a, prometheus: {query: x, label: 1a}} | :2: \"1a\" is no name of a label",
                "signals:\\n- {name: a, prometheus: 'x[$__rate_interval]'} | :2: \"$__rate_interval\" stands for nothing",
                "signals:\\n- {name: a, kind: ratio, prometheus: x} | :2: \"a\" is a ratio and has no \"total\"",
                "signals:\\n- {name: a, kind: count, prometheus: {query: x, total: y}} | :2: \"a\" has a total, so its kind is ratio",
                "signals:\\n- {name: a, influx: {query: x}}        | :2: \"database\" is missing",
                "signals:\\n- {name: a, influx: {database: d, query: select x}} | :2: an InfluxQL query must have WHERE $where",
                "signals:\\n- {name: a, influx: {database: d, query: $when}} | :2: \"$when\" stands for nothing here; known are $where, $by, $nodes, $interval",
                "signals:\\n- {name: a, prometheus: 'x[$where]'}  | :2: \"$where\" stands for nothing here; known are $nodes, $interval",
                "signals:\\n- {name: a, elasticsearch: {query: x}} | :2: \"index\" is missing",
                "signals:\\n- {name: a, incidents: 'x'}            | :2: matcher `x`, position 1",
                "signals:\\n- {name: a, incidents: x=y, kind: ratio} | :2: incidents have no total",
                "signals:\\n- {name: a, given: true, kind: ratio}\\n- {name: a.total, given: true} | :2: \"a.total\" is how files name",
            })
    void saysWhereAndWhyItIsWrong(String yaml, String expected) {
        String text = yaml.replace("\\n", "\n").replace("S", "{name: s, given: true}");
        assertThatThrownBy(() -> PolicyYaml.parse(text, "policy.yaml"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("policy.yaml" + expected);
    }

    @Test
    void tooManySignalsAreRefused() {
        String signals = "- {name: a, given: true}\n".repeat(HealthPolicy.MOST_SIGNALS + 1);
        assertThatThrownBy(() -> PolicyYaml.parse("signals:\n" + signals, "p"))
                .hasMessageContaining("p:2: 101 signals are more than 100");
    }

    @Test
    void filesThatCannotBeReadAreNamed() throws IOException {
        assertThatThrownBy(() -> PolicyYaml.read(directory.resolve("nowhere.yaml")))
                .hasMessageContaining("nowhere.yaml: there is no such file");
        Path latin = Files.write(directory.resolve("latin.yaml"), "name: é".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> PolicyYaml.read(latin)).hasMessageContaining("latin.yaml: is not text in UTF-8");
    }

    static Stream<Path> examples() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../docs/examples"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void everyExampleIsAPolicy(Path example) {
        assertThat(PolicyYaml.read(example).signals()).isNotEmpty();
    }
}
