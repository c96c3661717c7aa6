package dev.tidegate.storm.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Lays a fleet out, as a pure function of its size and a seed.
 *
 * <p>The control plane is fixed: three each of controllers, databases (Galera), message queues (RabbitMQ), monitoring
 * and logging nodes, two proxies and a Salt master, dealt out to the racks in turn, so that no rack holds two of a quorum.
 * What is left of the node count becomes storage, hypervisors, their virtual machines (four each on average) and one
 * switch per rack. Racks hold at most 24 hosts; there are never fewer than three; two neighbours share a power feed.
 */
public final class FleetPlan {
    /** Smallest fleet that has every role. */
    public static final int MIN_NODES = 50;

    /** Largest fleet. */
    public static final int MAX_NODES = 10_000;

    private static final int HOSTS_PER_RACK = 24;
    private static final int VMS_PER_HYPERVISOR = 4;
    private static final int QUORUM = 3;
    private static final List<Role> QUORUMS =
            List.of(Role.CONTROLLER, Role.DATABASE, Role.QUEUE, Role.MONITORING, Role.LOGGING);

    private FleetPlan() {}

    /**
     * A fleet of exactly {@code nodes} monitored nodes.
     *
     * @throws IllegalArgumentException when {@code nodes} is outside {@link #MIN_NODES} and {@link #MAX_NODES}
     */
    public static Fleet of(String site, int nodes, long seed) {
        if (nodes < MIN_NODES || nodes > MAX_NODES) {
            throw new IllegalArgumentException(
                    "a fleet has between %d and %d nodes, not %d".formatted(MIN_NODES, MAX_NODES, nodes));
        }
        SplittableRandom random = new SplittableRandom(seed);
        int control = QUORUMS.size() * QUORUM + 3;
        int storage = Math.max(3, (nodes - control) / 40);
        int racks = QUORUM;
        int hypervisors = hypervisors(nodes - control - storage - racks);
        while (control + storage + hypervisors > racks * HOSTS_PER_RACK) {
            racks++;
            hypervisors = hypervisors(nodes - control - storage - racks);
        }
        List<Rack> rackList = racks(racks);
        List<Node> all = new ArrayList<>(nodes);
        for (Role role : QUORUMS) {
            place(all, role, QUORUM, rackList);
        }
        place(all, Role.PROXY, 2, rackList);
        place(all, Role.SALT, 1, rackList);
        place(all, Role.STORAGE, storage, rackList);
        List<Node> computes = place(all, Role.HYPERVISOR, hypervisors, rackList);
        for (Rack rack : rackList) {
            all.add(new Node(rack.torSwitch(), Role.SWITCH, rack, null));
        }
        int vms = nodes - all.size();
        for (int i = 1; i <= vms; i++) {
            Node hypervisor = i <= hypervisors ? computes.get(i - 1) : computes.get(random.nextInt(hypervisors));
            all.add(new Node("vm%05d".formatted(i), Role.VM, hypervisor.rack(), hypervisor.name()));
        }
        return new Fleet(site, rackList, all);
    }

    private static int hypervisors(int room) {
        return Math.max(QUORUM, room / (1 + VMS_PER_HYPERVISOR));
    }

    private static List<Rack> racks(int count) {
        List<Rack> racks = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            String name = "r%02d".formatted(i);
            racks.add(new Rack(name, "feed-%02d".formatted((i + 1) / 2), "sw-" + name));
        }
        return racks;
    }

    private static List<Node> place(List<Node> all, Role role, int count, List<Rack> racks) {
        List<Node> placed = new ArrayList<>(count);
        for (int i = 1; i <= count; i++) {
            String name = (count > 99 ? "%s%04d" : "%s%02d").formatted(role.prefix(), i);
            placed.add(new Node(name, role, racks.get((all.size() + placed.size()) % racks.size()), null));
        }
        all.addAll(placed);
        return placed;
    }
}
