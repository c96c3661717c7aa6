package dev.tidegate.model.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What depends on what, as one immutable version of a graph. Vertices are names; a node of the fleet is a vertex under
 * its node name, a rack or a power feed under whatever its source calls it.
 *
 * <p>Look-ups walk upstream (towards what others depend on), because faults travel downstream: two victims of one fault
 * meet at a vertex above both, and reaching it costs the depth of the graph, not the number of siblings.
 */
public final class Topology {
    public static final Topology EMPTY = new Topology(0, List.of());

    private final long version;
    private final List<Edge> edges;
    private final Map<String, List<Edge>> upstream = new HashMap<>();
    private final Map<String, Integer> dependents = new HashMap<>();

    /** A vertex above another, and how far. */
    public record Reach(String vertex, int hops, Edge via) {}

    public Topology(long version, Collection<Edge> edges) {
        this.version = version;
        this.edges = List.copyOf(new LinkedHashSet<>(edges));
        for (Edge edge : this.edges) {
            upstream.computeIfAbsent(edge.from(), unused -> new ArrayList<>(2)).add(edge);
            dependents.merge(edge.to(), 1, Integer::sum);
        }
    }

    public long version() {
        return version;
    }

    public List<Edge> edges() {
        return edges;
    }

    public boolean isEmpty() {
        return edges.isEmpty();
    }

    /** What a vertex depends on directly. */
    public List<Edge> upstreamOf(String vertex) {
        return upstream.getOrDefault(vertex, List.of());
    }

    /** How many vertices depend on this one directly. */
    public int fanOut(String vertex) {
        return dependents.getOrDefault(vertex, 0);
    }

    /**
     * The vertices above one, nearest first, at most so many hops and so many of them; each once, at its shortest
     * distance. The start is not among them.
     */
    public List<Reach> above(String vertex, int maxHops, int maxVertices) {
        List<Reach> out = new ArrayList<>();
        Set<String> seen = new LinkedHashSet<>(Set.of(vertex));
        List<String> frontier = List.of(vertex);
        for (int hop = 1; hop <= maxHops && !frontier.isEmpty(); hop++) {
            List<String> next = new ArrayList<>();
            for (String below : frontier) {
                for (Edge edge : upstreamOf(below)) {
                    if (out.size() < maxVertices && seen.add(edge.to())) {
                        out.add(new Reach(edge.to(), hop, edge));
                        next.add(edge.to());
                    }
                }
            }
            frontier = next;
        }
        return out;
    }
}
