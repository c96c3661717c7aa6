package dev.tidegate.storm.fault;

import dev.tidegate.storm.fleet.Node;
import dev.tidegate.storm.fleet.Role;

/**
 * A hypervisor stops, and its virtual machines with it.
 *
 * @param span from its death to its reboot
 * @param hypervisor the dead machine
 */
public record HypervisorDeath(Span span, Node hypervisor) implements Fault {
    static HypervisorDeath draw(Places places, Span span) {
        return new HypervisorDeath(span, places.node(places.fleet().of(Role.HYPERVISOR), span));
    }

    @Override
    public FaultKind kind() {
        return FaultKind.HYPERVISOR_DEATH;
    }

    @Override
    public Root root() {
        return new Root(hypervisor.name(), "PrometheusTargetDown");
    }

    @Override
    public void play(Scene scene) {
        scene.gone(hypervisor, span.later(0, scene.seconds(60, 120)));
    }
}
