package dev.tidegate.rollout.engine;

import java.util.List;

/** Nodes and the revision that they had before: their way back. */
public record Former(String revision, List<String> nodes) {
    public Former {
        nodes = List.copyOf(nodes);
    }
}
