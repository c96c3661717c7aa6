package dev.tidegate.rollout.plan;

import java.util.List;

/**
 * Nodes that are judged together. Its batches run one after the other; then it soaks.
 *
 * @param number from 1
 * @param strata kinds of nodes that it touches for the first time
 * @param missed for defects that hit a share of the nodes ({@link Plan#DEFECTS}, in that order), how likely it is that
 *     neither this wave nor one before it has touched a node with the defect
 */
public record Wave(int number, List<Batch> batches, List<FleetNode.Stratum> strata, List<Double> missed) {
    public Wave {
        batches = List.copyOf(batches);
        strata = List.copyOf(strata);
        missed = List.copyOf(missed);
    }

    public List<String> nodes() {
        return batches.stream().flatMap(batch -> batch.nodes().stream()).toList();
    }

    public int size() {
        return batches.stream().mapToInt(batch -> batch.nodes().size()).sum();
    }
}
