package dev.tidegate.storm.fault;

import dev.tidegate.storm.fleet.Node;
import dev.tidegate.storm.fleet.Rack;
import dev.tidegate.storm.fleet.Role;
import dev.tidegate.storm.rule.Job;
import dev.tidegate.storm.rule.Ladder;
import dev.tidegate.storm.rule.Ladders;

/**
 * A top-of-rack switch's uplink goes up and down. Each time the hosts of the rack lose a bond slave and drop packets;
 * when it stays down long enough, agents on them are missed.
 *
 * @param span from the first to the last drop of the link
 * @param rack the switch's rack
 */
public record SwitchFlap(Span span, Rack rack) implements Fault {
    static SwitchFlap draw(Places places, Span span) {
        return new SwitchFlap(span, places.rack(span));
    }

    @Override
    public FaultKind kind() {
        return FaultKind.SWITCH_FLAP;
    }

    @Override
    public Root root() {
        return new Root(rack.torSwitch(), "SwitchUplinkDown");
    }

    @Override
    public void play(Scene scene) {
        Node torSwitch = new Node(rack.torSwitch(), Role.SWITCH, rack, null);
        scene.on(torSwitch, Job.SNMP, "SwitchUplinkFlapping", span.later(scene.seconds(60, 90), 0));
        long at = span.from();
        while (at < span.until()) {
            Span down = new Span(at, at + scene.seconds(40, 130));
            flap(scene, torSwitch, down);
            at = down.until() + scene.seconds(40, 100);
        }
        for (Node host : scene.fleet().hostsIn(rack)) {
            if (scene.chance(0.3)) {
                scene.on(host, "SystemTxPacketsDroppedTooHigh", span.later(scene.seconds(5, 60), 0));
            }
            if (scene.chance(0.15)) {
                scene.on(host, "NtpOffsetTooHigh", span.later(scene.seconds(60, 150), 0));
            }
        }
    }

    private void flap(Scene scene, Node torSwitch, Span down) {
        scene.on(torSwitch, Job.SNMP, "SwitchUplinkDown", down, "interface", "Ethernet49");
        for (Node host : scene.fleet().hostsIn(rack)) {
            Span seen = down.later(scene.seconds(0, 2), scene.seconds(0, 3));
            scene.on(host, "BondInterfaceSlaveDown", seen, "bond", "bond0", "interface", "enp3s0f0");
            if (down.length() > 75_000) {
                for (Ladder ladder : Ladders.of(host.role())) {
                    if (ladder.rung().equals("NeutronAgentDown")) {
                        scene.down(ladder, host, down.later(scene.seconds(45, 75), scene.seconds(5, 30)));
                    }
                }
            }
        }
    }
}
