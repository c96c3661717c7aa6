package dev.tidegate.storm.fleet;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One site: an immutable inventory with the look-ups that faults ask for. */
public final class Fleet {
    private final String site;
    private final List<Rack> racks;
    private final List<Node> nodes;
    private final Map<Role, List<Node>> byRole;
    private final Map<String, List<Node>> hostsByRack;
    private final Map<String, List<Node>> vmsByHypervisor;

    /** A fleet of exactly these racks and nodes. */
    public Fleet(String site, List<Rack> racks, List<Node> nodes) {
        this.site = site;
        this.racks = List.copyOf(racks);
        this.nodes = List.copyOf(nodes);
        byRole = new EnumMap<>(nodes.stream().collect(Collectors.groupingBy(Node::role)));
        hostsByRack = nodes.stream()
                .filter(node -> node.role().isHost())
                .collect(Collectors.groupingBy(node -> node.rack().name()));
        vmsByHypervisor = new HashMap<>();
        for (Node node : nodes) {
            @Nullable String hypervisor = node.hypervisor();
            if (hypervisor != null) {
                vmsByHypervisor.merge(hypervisor, List.of(node), Fleet::join);
            }
        }
    }

    private static List<Node> join(List<Node> left, List<Node> right) {
        return Stream.concat(left.stream(), right.stream()).toList();
    }

    /** The value of the {@code cluster} label of everything in the fleet. */
    public String site() {
        return site;
    }

    /** All racks, in order of their names. */
    public List<Rack> racks() {
        return racks;
    }

    /** Everything that is monitored: hosts, virtual machines and switches. */
    public List<Node> nodes() {
        return nodes;
    }

    /** The nodes of one role, in order of their names; empty when there are none. */
    public List<Node> of(Role role) {
        return byRole.getOrDefault(role, List.of());
    }

    /** The powered hosts in a rack, without its switch and without virtual machines. */
    public List<Node> hostsIn(Rack rack) {
        return hostsByRack.getOrDefault(rack.name(), List.of());
    }

    /** The virtual machines of a hypervisor; empty for any other node. */
    public List<Node> vmsOn(Node hypervisor) {
        return vmsByHypervisor.getOrDefault(hypervisor.name(), List.of());
    }

    /** The racks that hang on one power feed. */
    public List<Rack> fedBy(String powerFeed) {
        return racks.stream().filter(rack -> rack.powerFeed().equals(powerFeed)).toList();
    }
}
