package dev.tidegate.storm.fleet;

import org.jspecify.annotations.Nullable;

/**
 * One monitored machine or switch.
 *
 * @param name host name, unique in the fleet
 * @param role what it is for
 * @param rack where it stands; a virtual machine stands where its hypervisor does
 * @param hypervisor host name of the hypervisor it runs on, or null when it is not a virtual machine
 */
public record Node(
        String name, Role role, Rack rack, @Nullable String hypervisor) {
    /** The value of Prometheus' {@code instance} label for an exporter on this node. */
    public String instance(int port) {
        return name + ":" + port;
    }
}
