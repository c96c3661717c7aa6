package dev.tidegate.storm.rule;

import static dev.tidegate.storm.fleet.Role.CONTROLLER;
import static dev.tidegate.storm.fleet.Role.DATABASE;
import static dev.tidegate.storm.fleet.Role.HYPERVISOR;
import static dev.tidegate.storm.fleet.Role.LOGGING;
import static dev.tidegate.storm.fleet.Role.MONITORING;
import static dev.tidegate.storm.fleet.Role.PROXY;
import static dev.tidegate.storm.fleet.Role.QUEUE;
import static dev.tidegate.storm.fleet.Role.STORAGE;

import dev.tidegate.storm.fleet.Role;
import dev.tidegate.storm.rule.Ladder.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * The services of a site and their ladders, with the thresholds StackLight's formulas ship: 30 % minor and 60 % major
 * (25 % and 50 % for computes, 50 % where the rule has the number in it).
 */
public final class Ladders {
    /** nova-compute on the hypervisors. */
    public static final Ladder NOVA_COMPUTE = new Ladder(
            "NovaServiceDown",
            HYPERVISOR,
            Job.REMOTE,
            "binary",
            "nova-compute",
            true,
            List.of(
                    new Step(0.25, "NovaComputeServicesDownMinor"),
                    new Step(0.5, "NovaComputeServicesDownMajor"),
                    new Step(1, "NovaServiceOutage")));

    /** The Open vSwitch agent on the hypervisors. */
    public static final Ladder OPENVSWITCH_AGENT = neutron(HYPERVISOR, "neutron-openvswitch-agent");

    /** The Galera database. */
    public static final Ladder GALERA = local("GaleraServiceDown", DATABASE, new Step(1, "GaleraServiceOutage"));

    /** The message queue. */
    public static final Ladder RABBITMQ = local("RabbitmqServiceDown", QUEUE, new Step(1, "RabbitmqServiceOutage"));

    /** The relay in front of the Prometheus servers. */
    public static final Ladder PROMETHEUS_RELAY = local(
            "PrometheusRelayServiceDown",
            MONITORING,
            new Step(0.5, "PrometheusRelayServiceDownMajor"),
            new Step(1, "PrometheusRelayServiceOutage"));

    /** The time series store. */
    public static final Ladder INFLUXDB = local(
            "InfluxdbServiceDown",
            MONITORING,
            new Step(0.3, "InfluxdbServicesDownMinor"),
            new Step(0.6, "InfluxdbServicesDownMajor"),
            new Step(1, "InfluxdbServiceOutage"));

    /** The container engine of the monitoring nodes. */
    public static final Ladder DOCKERD = local("DockerdProcessDown", MONITORING, new Step(1, "DockerServiceOutage"));

    private static final List<Ladder> ALL = all();

    private Ladders() {}

    /** The services of a role's nodes; empty for roles without any. */
    public static List<Ladder> of(Role role) {
        return ALL.stream().filter(ladder -> ladder.role() == role).toList();
    }

    /** The HTTP endpoints of the OpenStack APIs, on the controllers. */
    public static List<Ladder> endpoints() {
        return ALL.stream()
                .filter(ladder -> ladder.rung().endsWith("ApiEndpointDown"))
                .toList();
    }

    private static List<Ladder> all() {
        List<Ladder> all = new ArrayList<>(
                List.of(NOVA_COMPUTE, OPENVSWITCH_AGENT, GALERA, RABBITMQ, PROMETHEUS_RELAY, INFLUXDB, DOCKERD));
        for (String binary : List.of("nova-conductor", "nova-scheduler", "nova-consoleauth")) {
            all.add(binary("NovaServiceDown", CONTROLLER, binary, "NovaServicesDown", "NovaServiceOutage"));
        }
        for (String binary : List.of("cinder-scheduler", "cinder-volume")) {
            all.add(binary("CinderServiceDown", CONTROLLER, binary, "CinderServicesDown", "CinderServiceOutage"));
        }
        all.add(neutron(CONTROLLER, "neutron-dhcp-agent"));
        all.add(neutron(CONTROLLER, "neutron-l3-agent"));
        all.add(endpoint("Nova", "nova-api", "NovaApiEndpointsDownMajor"));
        all.add(endpoint("Keystone", "keystone-public-api", "KeystoneApiEndpointssDownMajor"));
        all.add(endpoint("Glance", "glance-api", "GlanceApiEndpointsDownMajor"));
        all.add(endpoint("Neutron", "neutron-api", "NeutronApiEndpointsDownMajor"));
        all.add(endpoint("Cinder", "cinder-api", "CinderApiEndpointsDownMajor"));
        all.add(endpoint("Heat", "heat-api", "HeatApiEndpointsDownMajor"));
        all.add(local(
                "HaproxyServiceDown",
                PROXY,
                new Step(0.5, "HaproxyServiceDownMajor"),
                new Step(1, "HaproxyServiceOutage")));
        all.add(local("NginxServiceDown", PROXY, new Step(1, "NginxServiceOutage")));
        all.add(local(
                "ElasticsearchServiceDown",
                LOGGING,
                new Step(0.3, "ElasticsearchServiceDownMinor"),
                new Step(0.6, "ElasticsearchServiceDownMajor"),
                new Step(1, "ElasticsearchServiceOutage")));
        // Ceph's own rules are about the cluster as a whole: the monitors count what is missing
        all.add(new Ladder(
                "",
                STORAGE,
                Job.TELEGRAF,
                "",
                "",
                true,
                List.of(
                        new Step(0, "CephOsdDownMinor"),
                        new Step(0, "CephClusterHealthMinor"),
                        new Step(0.5, "CephClusterHealthCritical"))));
        return List.copyOf(all);
    }

    private static Ladder local(String rung, Role role, Step... steps) {
        return new Ladder(rung, role, Job.TELEGRAF, "", "", false, List.of(steps));
    }

    private static Ladder neutron(Role role, String binary) {
        return binary("NeutronAgentDown", role, binary, "NeutronAgentsDown", "NeutronAgentsOutage");
    }

    private static Ladder binary(String rung, Role role, String binary, String many, String outage) {
        return new Ladder(
                rung,
                role,
                Job.REMOTE,
                "binary",
                binary,
                true,
                List.of(new Step(0.3, many + "Minor"), new Step(0.6, many + "Major"), new Step(1, outage)));
    }

    private static Ladder endpoint(String service, String name, String major) {
        return new Ladder(
                service + "ApiEndpointDown",
                CONTROLLER,
                Job.REMOTE,
                "name",
                name,
                true,
                List.of(
                        new Step(0.6, major),
                        new Step(1, service + "ApiEndpointsOutage"),
                        new Step(1, service + "ApiOutage")));
    }
}
