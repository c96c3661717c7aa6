package dev.tidegate.storm.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.model.Labels;
import dev.tidegate.storm.fleet.Role;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RulesTest {
    private final Rules rules = Rules.stackLight();

    @Test
    void reads_every_rule_with_its_severity_service_and_hold() {
        // 259 lines, of which two repeat a name; four of our own
        assertThat(rules.size()).isEqualTo(259 - 2 + 4);
        Rule rule = rules.named("GaleraNodeNotReady");
        assertThat(rule.severity()).isEqualTo("major");
        assertThat(rule.service()).isEqualTo("mysql");
        assertThat(rule.hold()).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void knows_every_rule_that_a_ladder_climbs() {
        for (Role role : Role.values()) {
            for (Ladder ladder : Ladders.of(role)) {
                if (!ladder.rung().isEmpty()) {
                    rules.named(ladder.rung());
                }
                ladder.steps().forEach(step -> rules.named(step.rule()));
            }
        }
        assertThat(Ladders.endpoints()).hasSize(6);
    }

    @Test
    void fills_in_the_name_of_a_docker_service() {
        Rule rule = rules.named("DockerServiceMonitoringRemoteAgentReplicasDownMinor");
        assertThat(rule.name()).isEqualTo("DockerServiceMonitoringRemoteAgentReplicasDownMinor");
        assertThat(rule.severity()).isEqualTo("minor");
    }

    @Test
    void says_which_rule_is_unknown() {
        assertThatThrownBy(() -> rules.named("NoSuchRule")).hasMessageContaining("NoSuchRule");
    }

    @Test
    void resolves_templates_in_summaries() {
        assertThat(rules.named("NovaServicesDownMajor").summaryOf(Labels.of("binary", "nova-scheduler")))
                .isEqualTo("60% of nova-scheduler services are down");
        assertThat(rules.named("BondInterfaceSlaveDown").summaryOf(Labels.of("bond", "bond0", "interface", "eth1")))
                .isEqualTo("bond0 bond interface slave eth1 is down");
    }
}
