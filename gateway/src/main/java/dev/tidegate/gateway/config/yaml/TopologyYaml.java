package dev.tidegate.gateway.config.yaml;

import dev.tidegate.correlator.yaml.Yaml;
import dev.tidegate.model.topology.Edge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Edges: a list of {@code {from: cmp001, to: rack-7, relation: rack}}; {@code from} may be a list. */
final class TopologyYaml {
    private static final int MAX_EDGES = 200_000;

    private TopologyYaml() {}

    static List<Edge> edges(Yaml list) {
        List<Edge> edges = new ArrayList<>();
        for (Yaml item : list.list()) {
            Map<String, Yaml> entries = item.entries(List.of("from", "to", "relation"));
            String to = required(item, "to", entries).text();
            String relation = required(item, "relation", entries).text();
            for (String from : required(item, "from", entries).texts()) {
                try {
                    edges.add(new Edge(from, to, relation, "file"));
                } catch (IllegalArgumentException e) {
                    throw item.problem(String.valueOf(e.getMessage()));
                }
            }
            if (edges.size() > MAX_EDGES) {
                throw item.problem("there are more than " + MAX_EDGES + " edges");
            }
        }
        return edges;
    }

    static Yaml required(Yaml item, String name, Map<String, Yaml> entries) {
        @Nullable Yaml value = entries.get(name);
        if (value == null) {
            throw item.problem("\"" + name + "\" is missing");
        }
        return value;
    }
}
