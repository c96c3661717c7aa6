package dev.tidegate.fleet;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** The nodes, and which of them are well. State lives as long as the process. */
public final class SimulatedFleet {
    private final FleetSpec spec;
    private final Map<String, SimulatedNode> nodes = new LinkedHashMap<>();
    private final Random random;

    public SimulatedFleet(FleetSpec spec) {
        this.spec = spec;
        this.random = new Random(spec.seed());
        for (int number = 1; number <= spec.nodes() + spec.staging(); number++) {
            SimulatedNode node = new SimulatedNode(number, number > spec.nodes(), spec.revision());
            nodes.put(node.name(), node);
            if (!node.isStaging() && random.nextDouble() < spec.dead()) {
                node.die();
            }
        }
    }

    public FleetSpec spec() {
        return spec;
    }

    public Collection<SimulatedNode> nodes() {
        return nodes.values();
    }

    public Optional<SimulatedNode> find(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    /** Throws IllegalArgumentException for a name that is not there. */
    public SimulatedNode node(String name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("there is no node " + name));
    }

    /** Whether a node suffers from a bad revision now. */
    boolean isIll(SimulatedNode node) {
        if (node.isStaging() || !spec.bad().contains(node.revision())) {
            return false;
        }
        long together = nodes.values().stream()
                .filter(other -> !other.isStaging() && other.revision().equals(node.revision()))
                .count();
        return together >= spec.badFrom();
    }

    /** Milliseconds that the next states take. */
    synchronized long work() {
        long most = spec.work().toMillis();
        return most / 4 + (long) (random.nextDouble() * most * 3 / 4);
    }

    /** Whether the next job on a node is killed. */
    synchronized boolean kills() {
        return random.nextDouble() < spec.killed();
    }
}
