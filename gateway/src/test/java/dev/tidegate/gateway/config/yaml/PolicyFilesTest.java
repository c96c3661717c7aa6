package dev.tidegate.gateway.config.yaml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.correlator.policy.Policy.Rule;
import dev.tidegate.correlator.yaml.ConfigurationException;
import dev.tidegate.model.matcher.Matchers;
import dev.tidegate.model.topology.Edge;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyFilesTest {
    @TempDir
    Path directory = Path.of("replaced");

    @Test
    void withoutFilesTheBaseHolds() {
        assertThat(PolicyFiles.read(Policy.DEFAULT, Optional.empty(), Optional.empty()))
                .isEqualTo(Policy.DEFAULT);
        assertThat(read("")).isEqualTo(Policy.DEFAULT);
    }

    @Test
    void everythingCanBeSaid() {
        Policy policy = read("""
                site_label: region
                node_labels: [hostname, instance]
                topology_labels: rack
                rules:
                  - name: ladder
                    group_by: ['@family']
                    window: 15m
                  - name: disks
                    matchers: ['alertname=~"Disk.*"', severity!=info]
                    group_by: ['@node', device]
                    window: 1h30m
                timing:
                  resolve_timeout: 10m
                  flap_window: 1d
                correlation:
                  strength: 0.7
                  max_hops: 3
                limits:
                  alerts: 40000
                topology:
                  - {from: [cmp1, cmp2], to: rack-7, relation: rack}
                """);
        assertThat(policy.limits()).isEqualTo(new Policy.Limits(40_000, Policy.Limits.DEFAULT.sites()));
        assertThat(policy.siteLabel()).isEqualTo("region");
        assertThat(policy.node().labels()).containsExactly("hostname", "instance");
        assertThat(policy.topologyLabels()).containsExactly("rack");
        assertThat(policy.rules())
                .containsExactly(
                        new Rule("ladder", Matchers.ANY, List.of("@family"), Duration.ofMinutes(15)),
                        new Rule(
                                "disks",
                                Matchers.parse("alertname=~\"Disk.*\", severity!=info"),
                                List.of("@node", "device"),
                                Duration.ofMinutes(90)));
        assertThat(policy.timing().resolveTimeout()).isEqualTo(Duration.ofMinutes(10));
        assertThat(policy.timing().flapWindow()).isEqualTo(Duration.ofDays(1));
        assertThat(policy.timing().incidentQuiet())
                .isEqualTo(Policy.DEFAULT.timing().incidentQuiet());
        assertThat(policy.correlation().strength()).isEqualTo(0.7);
        assertThat(policy.correlation().maxHops()).isEqualTo(3);
        assertThat(policy.edges())
                .containsExactly(
                        new Edge("cmp1", "rack-7", "rack", "file"), new Edge("cmp2", "rack-7", "rack", "file"));
    }

    @Test
    void aTopologyFileAddsItsEdges() throws IOException {
        Path topology = Files.writeString(
                directory.resolve("topology.yaml"), "- from: rack-7\n  to: feed-a\n  relation: power\n");
        assertThat(PolicyFiles.read(Policy.DEFAULT, Optional.empty(), Optional.of(topology))
                        .edges())
                .containsExactly(new Edge("rack-7", "feed-a", "power", "file"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "site_lable: x                                     | :1: \"site_lable\" is not known here",
                "a: {                                              | :1: expected the node content",
                "timing:\\n  flap_window: soon                     | :2: \"soon\" is not a duration",
                "timing:\\n  flap_window: 0s                       | :2: \"0s\" is not a duration",
                "correlation: {strength: 2}                        | :1: 2 is not from 0.0 to 1.0",
                "correlation: {flap_enter: 2, flap_leave: 3}       | :1: flap_leave (3) must be below flap_enter (2)",
                "rules:\\n- name: a\\n  group_by: x                | :2: \"window\" is missing",
                "rules:\\n- {name: a, matchers: 'x', group_by: y, window: 1m} | :2: matcher `x`, position 1",
                "topology:\\n- {from: a, to: a, relation: rack}    | :2: \"a\" cannot depend on itself",
                "site_label: a\\nsite_label: b                     | :2: \"site_label\" is there twice",
                "limits:\\n  alerts: 10                             | :2: 10 is not from 100 to 100000000",
                "limits: {alert: 1000}                             | :1: \"alert\" is not known here; known are alerts, sites",
                "node_labels: []                                   | :1: at least one label must name the node",
                "- a                                               | :1: expected a mapping",
            })
    void saysWhereAndWhyItIsWrong(String yaml, String expected) {
        assertThatThrownBy(() -> read(yaml.replace("\\n", "\n")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("tidegate.yaml" + expected);
    }

    @Test
    void whatIsNoFileIsNamed() {
        assertThatThrownBy(() -> PolicyFiles.read(
                        Policy.DEFAULT, Optional.of(directory.resolve("nowhere.yaml")), Optional.empty()))
                .hasMessageEndingWith("nowhere.yaml: there is no such file");
        assertThatThrownBy(() -> PolicyFiles.read(Policy.DEFAULT, Optional.empty(), Optional.of(directory)))
                .hasMessage(directory + ": is a directory");
    }

    private Policy read(String yaml) {
        try {
            Path file = Files.writeString(directory.resolve("tidegate.yaml"), yaml);
            return PolicyFiles.read(Policy.DEFAULT, Optional.of(file), Optional.empty());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
