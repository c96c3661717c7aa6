package dev.tidegate.storm.fault;

import dev.tidegate.storm.fleet.Node;
import dev.tidegate.storm.fleet.Rack;
import dev.tidegate.storm.fleet.Role;
import dev.tidegate.storm.rule.Job;
import java.util.List;

/**
 * Racks lose their power: one rack's PDU, or a feed with all racks on it. Everything in them stops within seconds and
 * comes back machine by machine.
 *
 * @param span from losing power to having it again
 * @param racks the racks without power
 */
public record RackPower(Span span, List<Rack> racks) implements Fault {
    private static final double WHOLE_FEED = 0.3;
    private static final int RACKS_TO_SPARE = 6;

    static RackPower draw(Places places, Span span) {
        Rack rack = places.rack(span);
        boolean feed = places.fleet().racks().size() >= RACKS_TO_SPARE
                && places.random().nextDouble() < WHOLE_FEED;
        List<Rack> racks = feed ? places.fleet().fedBy(rack.powerFeed()) : List.of(rack);
        racks.forEach(taken -> places.take(taken, span));
        return new RackPower(span, racks);
    }

    @Override
    public FaultKind kind() {
        return FaultKind.RACK_POWER;
    }

    @Override
    public Root root() {
        return new Root(racks.getFirst().pdu(), "PduInputPowerLost");
    }

    @Override
    public void play(Scene scene) {
        for (Rack rack : racks) {
            scene.onPdu(rack, "PduInputPowerLost", span);
            for (Node node : scene.fleet().of(Role.SWITCH)) {
                if (node.rack().equals(rack)) {
                    scene.on(
                            node,
                            Job.SNMP,
                            "SwitchUnreachable",
                            span.later(scene.seconds(1, 4), scene.seconds(30, 60)));
                }
            }
            for (Node host : scene.fleet().hostsIn(rack)) {
                scene.gone(host, span.later(scene.seconds(1, 8), scene.seconds(60, 200)));
            }
        }
    }
}
