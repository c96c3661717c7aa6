package dev.tidegate.gateway.read;

import java.util.List;

/**
 * A node that alerts of an incident name.
 *
 * @param firing how many of them fire
 * @param alerts how many belong to the incident, those that are over too
 * @param labels of the first few of them, each a JSON object of strings
 */
public record HitNode(String node, long firing, long alerts, List<String> labels) {
    public HitNode {
        labels = List.copyOf(labels);
    }
}
