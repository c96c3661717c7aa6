package dev.tidegate.rollout.plan;

import java.util.List;

/**
 * Nodes that are touched at the same time: of one failure domain, and no two of one quorum group.
 *
 * @param domain empty when its nodes have none
 */
public record Batch(String domain, List<String> nodes) {
    public Batch {
        nodes = List.copyOf(nodes);
    }
}
