package dev.tidegate.rollout.plan;

import java.util.List;

/** What people ask of a plan. */
public sealed interface PlanSpec {

    /** One node, a tenth, the rest: the default. */
    PlanSpec DEFAULT = new Steps(List.of(new WaveSize.Count(1), new WaveSize.Share(0.1), new WaveSize.Rest()));

    /** Waves of these sizes, one after the other; the nodes of each are chosen. */
    record Steps(List<WaveSize> sizes) implements PlanSpec {
        public Steps {
            sizes = List.copyOf(sizes);
        }
    }

    /** Waves of this size until no node is left; the nodes of each are chosen. */
    record Batches(int nodes) implements PlanSpec {
        public Batches {
            if (nodes < 1) {
                throw new IllegalArgumentException("batches of " + nodes + " nodes are empty");
            }
        }
    }

    /** These nodes in these waves. */
    record Explicit(List<List<String>> waves) implements PlanSpec {
        public Explicit {
            waves = waves.stream().map(List::copyOf).toList();
        }
    }
}
