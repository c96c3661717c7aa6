package dev.tidegate.storm.fault;

import dev.tidegate.storm.fleet.Node;
import dev.tidegate.storm.fleet.Role;
import dev.tidegate.storm.rule.Ladder;
import dev.tidegate.storm.rule.Ladders;
import java.util.List;

/**
 * The Galera node that takes the writes crashes. The proxies on the controllers lose their back end, the APIs log
 * errors and answer slowly until another node has taken over, and the crashed one joins again later.
 *
 * @param span from the crash to the node being back in the cluster
 * @param primary the node that crashed
 */
public record DatabaseFailover(Span span, Node primary) implements Fault {
    private static final List<String> SERVICES = List.of("Nova", "Neutron", "Cinder", "Glance", "Heat", "Keystone");

    static DatabaseFailover draw(Places places, Span span) {
        return new DatabaseFailover(span, places.node(places.fleet().of(Role.DATABASE), span));
    }

    @Override
    public FaultKind kind() {
        return FaultKind.DATABASE_FAILOVER;
    }

    @Override
    public Root root() {
        return new Root(primary.name(), "GaleraServiceDown");
    }

    @Override
    public void play(Scene scene) {
        scene.down(Ladders.GALERA, primary, span);
        scene.on(primary, "GaleraNodeNotConnected", span.later(scene.seconds(1, 5), scene.seconds(10, 40)));
        scene.on(primary, "GaleraNodeNotReady", span.later(scene.seconds(1, 5), scene.seconds(30, 120)));
        for (Node database : scene.fleet().of(Role.DATABASE)) {
            if (!database.equals(primary) && scene.chance(0.5)) {
                Span electing = new Span(span.from() + scene.seconds(1, 5), span.from() + scene.seconds(80, 150));
                scene.on(database, "GaleraNodeNotReady", electing);
            }
        }
        Span trouble = new Span(span.from(), Math.min(span.until(), span.from() + scene.seconds(200, 360)));
        for (Node controller : scene.fleet().of(Role.CONTROLLER)) {
            scene.on(
                    controller, "HaproxyBackendDown", trouble.later(scene.seconds(2, 10), 0), "proxy", "mysql_cluster");
            scene.on(
                    controller,
                    "HaproxyHTTPResponse5xxTooHigh",
                    trouble.later(scene.seconds(10, 30), scene.seconds(30, 90)),
                    "proxy",
                    "keystone_public_api");
            for (String service : SERVICES) {
                scene.on(
                        controller,
                        service + "ErrorLogsTooHigh",
                        trouble.later(scene.seconds(10, 60), scene.seconds(60, 240)));
            }
            for (Ladder endpoint : Ladders.endpoints()) {
                if (scene.chance(0.6)) {
                    scene.down(endpoint, controller, trouble.later(scene.seconds(5, 20), scene.seconds(0, 20)));
                }
            }
            scene.on(
                    controller,
                    "KeystoneApiResponseTimeTooHigh",
                    trouble.later(scene.seconds(5, 20), scene.seconds(5, 60)));
        }
    }
}
