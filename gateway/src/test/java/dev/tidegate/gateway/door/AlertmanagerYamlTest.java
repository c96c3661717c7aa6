package dev.tidegate.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidegate.gateway.alertmanager.AlertmanagerConfig;
import dev.tidegate.gateway.alertmanager.Route;
import dev.tidegate.gateway.alertmanager.yaml.AlertmanagerYaml;
import dev.tidegate.model.Labels;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AlertmanagerYamlTest {
    private static final String FILE = """
            global:
              resolve_timeout: 1h30m
              slack_api_url: https://hooks.slack.com/services/secret
            route:
              receiver: team
              group_by: [alertname, cluster]
              routes:
              - matchers: ['severity="critical"', 'team=~"db|os"']
                receiver: pager
                continue: true
              - match: {team: db}
                group_by: ['...']
            receivers:
            - name: team
              slack_configs:
              - api_url: https://hooks.slack.com/services/other
                channel: '#alerts'
            - name: pager
              pagerduty_configs:
              - routing_key: verysecret
            inhibit_rules:
            - source_matchers: [severity="critical"]
              target_match: {severity: warning}
              equal: [cluster]
            """;

    @Test
    void readsRoutesInhibitionsAndTimes() {
        AlertmanagerConfig config = AlertmanagerYaml.parse(FILE);
        assertThat(config.resolveTimeout()).isEqualTo(Duration.ofMinutes(90));
        assertThat(config.receivers()).containsExactly("team", "pager");
        assertThat(config.inhibitions())
                .singleElement()
                .satisfies(rule -> assertThat(rule.equal()).containsExactly("cluster"));
        Labels database = Labels.of("alertname", "A", "severity", "critical", "team", "db");
        assertThat(config.route().taking(database)).extracting(Route::receiver).containsExactly("pager", "team");
        assertThat(config.route().taking(database).getLast().groupOf(database)).isEqualTo(database);
        assertThat(config.route().taking(Labels.of("alertname", "A")))
                .extracting(Route::receiver)
                .containsExactly("team");
    }

    @Test
    void showsNoSecrets() {
        String shown = AlertmanagerYaml.parse(FILE).shown();
        assertThat(shown)
                .doesNotContain("secret\n", "hooks.slack.com")
                .contains("<secret>", "channel: '#alerts'", "continue: true", "resolve_timeout: 1h30m");
        assertThat(AlertmanagerYaml.parse(shown).route())
                .isEqualTo(AlertmanagerYaml.parse(FILE).route());
    }

    @Test
    void namesLineAndField() {
        wrong("route: {receiver: a}\nreceivers: []", "line 1, route.receiver: \"a\" is not among the receivers");
        wrong("receivers: []", "route: is missing");
        wrong(
                "global:\n  resolve_timeout: soon\nroute: {receiver: a}\nreceivers: [{name: a}]",
                "line 2, global.resolve_timeout: \"soon\" is not a duration");
        wrong(
                "route:\n  receiver: a\n  routes:\n  - matchers: ['x=~\"(\"']\nreceivers: [{name: a}]",
                "line 4, route.routes[0].matchers: ");
        wrong("route: [", "not YAML");
        wrong("", "the file is empty");
    }

    private static void wrong(String file, String message) {
        assertThatThrownBy(() -> AlertmanagerYaml.parse(file)).hasMessageContaining(message);
    }
}
