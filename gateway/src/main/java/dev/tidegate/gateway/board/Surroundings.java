package dev.tidegate.gateway.board;

import dev.tidegate.model.topology.Edge;
import dev.tidegate.model.topology.Topology;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The part of the topology that some nodes stand on. */
public final class Surroundings {
    private static final int MOST_VERTICES = 400;

    private final Topology topology;
    private final List<String> labels;

    /** @param labels of alerts that name what a node depends on; the edges they give are known to the shards only */
    public Surroundings(Topology topology, List<String> labels) {
        this.topology = topology;
        this.labels = List.copyOf(labels);
    }

    /**
     * @param name of a node, or of what nodes depend on
     * @param hops above the nearest of the nodes asked for; 0 for those
     * @param dependents how many depend on it directly, in the whole fleet
     */
    public record Vertex(String name, int hops, int dependents) {}

    /** At most {@value #MOST_VERTICES} vertices, and the edges among them. */
    public record Picture(List<Vertex> vertices, List<Edge> edges) {}

    public List<String> labels() {
        return labels;
    }

    /** The nodes and what is above them. */
    public Picture of(Collection<String> nodes, int hops) {
        Map<String, Integer> distances = new LinkedHashMap<>();
        nodes.forEach(node -> distances.put(node, 0));
        for (String node : nodes) {
            for (Topology.Reach reach : topology.above(node, hops, MOST_VERTICES)) {
                if (distances.size() < MOST_VERTICES || distances.containsKey(reach.vertex())) {
                    distances.merge(reach.vertex(), reach.hops(), Math::min);
                }
            }
        }
        Set<Edge> edges = new LinkedHashSet<>();
        for (String vertex : distances.keySet()) {
            topology.upstreamOf(vertex).stream()
                    .filter(edge -> distances.containsKey(edge.to()))
                    .forEach(edges::add);
        }
        List<Vertex> vertices = distances.entrySet().stream()
                .map(entry -> new Vertex(entry.getKey(), entry.getValue(), topology.fanOut(entry.getKey())))
                .toList();
        return new Picture(vertices, List.copyOf(edges));
    }
}
