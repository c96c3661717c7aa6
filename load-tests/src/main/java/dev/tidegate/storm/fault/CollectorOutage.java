package dev.tidegate.storm.fault;

import dev.tidegate.storm.fleet.Node;
import dev.tidegate.storm.fleet.Rack;
import dev.tidegate.storm.fleet.Role;
import dev.tidegate.storm.rule.Job;
import dev.tidegate.storm.rule.Ladders;
import java.util.ArrayList;
import java.util.List;

/**
 * Monitoring itself fails: a monitoring node's container engine dies, and the network segment that is scraped through
 * it is blind. Nothing in that segment is broken, yet every agent in it seems down.
 *
 * @param span from its death to its restart
 * @param collector the monitoring node
 * @param blind the racks nobody scrapes meanwhile
 */
public record CollectorOutage(Span span, Node collector, List<Rack> blind) implements Fault {
    /** One rack in so many is scraped through each collector. */
    private static final int RACKS_PER_COLLECTOR = 5;

    private static final int MOST_BLIND_RACKS = 4;

    static CollectorOutage draw(Places places, Span span) {
        Node collector = places.node(places.fleet().of(Role.MONITORING), span);
        List<Rack> blind = new ArrayList<>();
        while (blind.size() < blindRacks(places.fleet().racks().size())) {
            Rack rack = places.rack(span);
            if (!blind.contains(rack)) {
                blind.add(rack);
            }
        }
        return new CollectorOutage(span, collector, List.copyOf(blind));
    }

    private static int blindRacks(int racks) {
        return Math.clamp(racks / RACKS_PER_COLLECTOR, 1, MOST_BLIND_RACKS);
    }

    @Override
    public FaultKind kind() {
        return FaultKind.COLLECTOR_OUTAGE;
    }

    @Override
    public Root root() {
        return new Root(collector.name(), "DockerdProcessDown");
    }

    @Override
    public void play(Scene scene) {
        Span out = span.later(scene.seconds(1, 10), scene.seconds(10, 40));
        scene.down(Ladders.DOCKERD, collector, span);
        scene.down(Ladders.PROMETHEUS_RELAY, collector, out);
        scene.down(Ladders.INFLUXDB, collector, out);
        scene.onSite("DockerServiceMonitoringRemoteAgentReplicasDownMinor", out);
        scene.on(
                collector,
                "RemoteStorageAdapterMetricsSendingWarning",
                out.later(scene.seconds(15, 45), scene.seconds(15, 45)));
        for (Rack rack : blind) {
            for (Node host : scene.fleet().hostsIn(rack)) {
                scene.on(
                        host,
                        Job.TELEGRAF,
                        "PrometheusTargetDown",
                        out.later(scene.seconds(0, 5), scene.seconds(0, 15)));
            }
        }
    }
}
