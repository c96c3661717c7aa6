package dev.tidegate.rollout.plan;

import java.util.List;

/**
 * Which nodes in which wave. Each node that the change touches is in exactly one wave.
 *
 * @param seed of the choice; the same fleet, wishes and seed give the same plan
 * @param notes what had to be done differently from the wishes, and why
 */
public record Plan(PlanSpec spec, long seed, List<Wave> waves, List<String> notes) {
    /** Shares of nodes that a defect hits, for which the probability of missing it is given. */
    public static final List<Double> DEFECTS = List.of(0.01, 0.05, 0.1, 0.25);

    public Plan {
        waves = List.copyOf(waves);
        notes = List.copyOf(notes);
    }

    public int nodes() {
        return waves.stream().mapToInt(Wave::size).sum();
    }
}
