package dev.tidegate.storm.rule;

import dev.tidegate.storm.fleet.Role;
import java.util.List;

/**
 * A scrape job of Prometheus.
 *
 * @param name the {@code job} label
 * @param port the port of the exporter
 */
public record Job(String name, int port) {
    /** The metrics agent on every machine. */
    public static final Job TELEGRAF = new Job("telegraf", 9126);

    /** The log shipper on every host. */
    public static final Job FLUENTD = new Job("fluentd", 24231);

    /** The hypervisors' exporter. */
    public static final Job LIBVIRT = new Job("libvirt_qemu_exporter", 9177);

    /** Agents that ask the OpenStack services and endpoints from outside. */
    public static final Job REMOTE = new Job("remote_agent", 9127);

    /** SNMP of PDUs and switches. */
    public static final Job SNMP = new Job("snmp", 161);

    /** The exporters that Prometheus scrapes on a node of this role. */
    public static List<Job> on(Role role) {
        return switch (role) {
            case VM -> List.of(TELEGRAF);
            case SWITCH -> List.of(SNMP);
            case HYPERVISOR -> List.of(TELEGRAF, FLUENTD, LIBVIRT);
            case CONTROLLER, DATABASE, QUEUE, MONITORING, LOGGING, PROXY, SALT, STORAGE -> List.of(TELEGRAF, FLUENTD);
        };
    }
}
