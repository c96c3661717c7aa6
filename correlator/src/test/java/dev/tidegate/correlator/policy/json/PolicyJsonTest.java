package dev.tidegate.correlator.policy.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.NodeIdentity;
import dev.tidegate.model.matcher.Matchers;
import dev.tidegate.model.topology.Edge;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyJsonTest {
    @Test
    void roundTrips() {
        assertThat(PolicyJson.read(PolicyJson.write(Policy.DEFAULT))).isEqualTo(Policy.DEFAULT);
        Policy other = new Policy(
                new NodeIdentity(List.of("server")),
                "site",
                List.of(new Policy.Inhibition(Matchers.parse("a=b"), Matchers.parse("c=~\"d|e\""), List.of("host"))),
                List.of(new Policy.Rule("r", Matchers.ANY, List.of("@node"), Duration.ofSeconds(90))),
                List.of(),
                List.of(new Edge("vm", "cmp", "hypervisor", "file")),
                new Policy.Timing(
                        Duration.ofMillis(1500),
                        Duration.ofDays(1),
                        Duration.ZERO,
                        Duration.ofHours(2),
                        Duration.ofMinutes(3),
                        Duration.ofSeconds(1)),
                new Policy.Correlation(0.25, 3, 9, 1, 7),
                new Policy.Limits(500, 3));
        assertThat(PolicyJson.read(PolicyJson.write(other))).isEqualTo(other);
    }

    @Test
    void whatIsMissingHasItsShippedValue() {
        assertThat(PolicyJson.read("{}")).isEqualTo(Policy.DEFAULT);
        Policy policy = PolicyJson.read("{\"timing\":{\"resolveTimeout\":\"PT1M\"},\"novelty\":1,\"rules\":[]}");
        assertThat(policy.timing().resolveTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(policy.timing().flapWindow()).isEqualTo(Policy.Timing.DEFAULT.flapWindow());
        assertThat(policy.rules()).isEmpty();
    }

    @Test
    void writesForPeople() {
        assertThat(PolicyJson.write(Policy.DEFAULT)).contains("\"resolveTimeout\":\"PT5M\"");
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> PolicyJson.read("[]")).hasMessageContaining("JSON object");
        assertThatThrownBy(() -> PolicyJson.read("{\"timing\":{\"flapWindow\":\"soon\"}}"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> PolicyJson.read("{")).isInstanceOf(IllegalArgumentException.class);
    }
}
