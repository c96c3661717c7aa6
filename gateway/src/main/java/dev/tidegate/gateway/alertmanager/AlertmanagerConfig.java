package dev.tidegate.gateway.alertmanager;

import dev.tidegate.correlator.policy.Policy;
import java.time.Duration;
import java.util.List;

/**
 * The parts of an Alertmanager configuration that mean something here.
 *
 * @param shown the configuration as YAML that amtool can read, secrets replaced
 * @param route root of the routing tree
 * @param receivers names
 * @param inhibitions inhibition rules, for the shards' policy
 * @param resolveTimeout how long an alert without an end fires after it was last said
 */
public record AlertmanagerConfig(
        String shown,
        Route route,
        List<String> receivers,
        List<Policy.Inhibition> inhibitions,
        Duration resolveTimeout) {
    /** One receiver, which nothing is sent to by Alertmanager's means: people are told about incidents. */
    public static final AlertmanagerConfig BUILT_IN = new AlertmanagerConfig(
            """
            global:
              resolve_timeout: 5m
            route:
              receiver: default
              group_by:
              - alertname
              - cluster
              - service
            receivers:
            - name: default
            """,
            Route.root("default", List.of("alertname", "cluster", "service")),
            List.of("default"),
            List.of(),
            Duration.ofMinutes(5));

    public AlertmanagerConfig {
        receivers = List.copyOf(receivers);
        inhibitions = List.copyOf(inhibitions);
    }
}
