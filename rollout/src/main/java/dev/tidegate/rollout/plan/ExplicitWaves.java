package dev.tidegate.rollout.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks waves that people have named node by node. */
final class ExplicitWaves {
    private static final int NAMED = 5;

    private ExplicitWaves() {}

    static List<List<FleetNode>> of(List<FleetNode> fleet, PlanSpec.Explicit spec) {
        Map<String, FleetNode> left = fleet.stream().collect(Collectors.toMap(FleetNode::name, Function.identity()));
        Map<String, Integer> seen = new HashMap<>();
        List<List<FleetNode>> waves = new ArrayList<>();
        for (List<String> names : spec.waves()) {
            int number = waves.size() + 1;
            if (names.isEmpty()) {
                throw new PlanRefusedException("wave " + number + " is empty");
            }
            Map<String, String> quorums = new HashMap<>();
            List<FleetNode> wave = new ArrayList<>();
            for (String name : names) {
                Integer before = seen.put(name, number);
                if (before != null) {
                    throw new PlanRefusedException("node " + name + " is in wave " + before + " and in wave " + number);
                }
                FleetNode node = left.remove(name);
                if (node == null) {
                    throw new PlanRefusedException(
                            "wave " + number + " names " + name + ", which the change does not select");
                }
                String other = node.quorum().isEmpty() ? null : quorums.put(node.quorum(), name);
                if (other != null) {
                    throw new PlanRefusedException("wave " + number + " touches " + other + " and " + name
                            + " together, which are both of the quorum group " + node.quorum());
                }
                wave.add(node);
            }
            waves.add(wave);
        }
        if (!left.isEmpty()) {
            throw new PlanRefusedException("the waves leave out " + left.size() + " of " + fleet.size() + " nodes: "
                    + left.keySet().stream().sorted().limit(NAMED).collect(Collectors.joining(", "))
                    + (left.size() > NAMED ? "…" : ""));
        }
        return waves;
    }
}
