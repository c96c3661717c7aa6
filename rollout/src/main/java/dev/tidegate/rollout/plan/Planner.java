package dev.tidegate.rollout.plan;

import dev.tidegate.rollout.plan.FleetNode.Stratum;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Divides a fleet into waves.
 *
 * <p>Rules that no wish overrules: no wave is the whole fleet; no wave holds two members of one quorum group; the nodes of
 * one batch are of one failure domain. Where wishes would break the second, nodes move to later waves and the plan says
 * so. Steps that end before all nodes have their place are refused rather than filled up.
 */
public final class Planner {
    /** Nodes of one batch at most: what is in flight at the same time. */
    public static final int MAX_BATCH = 500;

    /** A first wave of more than this share of the nodes is remarked upon. */
    private static final double MUCH = 0.25;

    private final List<FleetNode> fleet;
    private final long seed;

    /**
     * @param fleet nodes to touch; their order does not matter
     * @throws PlanRefusedException when there is none, or a name is there twice
     */
    public Planner(Collection<FleetNode> fleet, long seed) {
        Map<String, FleetNode> byName = new TreeMap<>();
        for (FleetNode node : fleet) {
            if (byName.put(node.name(), node) != null) {
                throw new PlanRefusedException("node " + node.name() + " is there twice");
            }
        }
        if (byName.isEmpty()) {
            throw new PlanRefusedException("no node is selected: there is nothing to plan");
        }
        this.fleet = List.copyOf(byName.values());
        this.seed = seed;
    }

    /**
     * The plan for these wishes.
     *
     * @throws PlanRefusedException with the reason
     */
    public Plan plan(PlanSpec spec) {
        List<String> notes = new ArrayList<>();
        List<List<FleetNode>> waves = switch (spec) {
            case PlanSpec.Steps steps -> steps(steps.sizes(), notes);
            case PlanSpec.Batches batches -> drawAll(batches, notes);
            case PlanSpec.Explicit explicit -> ExplicitWaves.of(fleet, explicit);
        };
        for (List<FleetNode> wave : waves) {
            if (wave.size() == fleet.size() && fleet.size() > 1) {
                throw new PlanRefusedException("a wave of all " + fleet.size()
                        + " nodes is refused: a change never reaches everything at once; begin with one node");
            }
        }
        remark(waves, notes);
        return new Plan(spec, seed, describe(waves), notes);
    }

    /** What no rule forbids, and whoever approves should know. */
    private void remark(List<List<FleetNode>> waves, List<String> notes) {
        if (fleet.size() == 1) {
            notes.add("its only wave is " + fleet.getFirst().name()
                    + ", which is all that it touches: nothing but staging tries it before");
            return;
        }
        int first = waves.getFirst().size();
        if (first > 1 && first > fleet.size() * MUCH) {
            notes.add("the first wave is " + first + " of " + fleet.size()
                    + " nodes: whatever is wrong hits all of these before anybody has seen it; begin with one node");
        }
    }

    private List<List<FleetNode>> steps(List<WaveSize> sizes, List<String> notes) {
        if (sizes.isEmpty()) {
            throw new PlanRefusedException("a plan without waves touches nothing");
        }
        Draw draw = new Draw(fleet, seed);
        List<List<FleetNode>> waves = new ArrayList<>();
        for (WaveSize size : sizes) {
            if (draw.left() == 0) {
                break;
            }
            waves.add(draw.wave(size.of(fleet.size(), draw.left())));
        }
        if (draw.left() > 0 && !(sizes.getLast() instanceof WaveSize.Rest)) {
            throw new PlanRefusedException(
                    "the waves leave out " + draw.left() + " of " + fleet.size() + " nodes; end with the rest");
        }
        finish(draw, fleet.size(), waves, notes);
        return waves;
    }

    private List<List<FleetNode>> drawAll(PlanSpec.Batches batches, List<String> notes) {
        Draw draw = new Draw(fleet, seed);
        List<List<FleetNode>> waves = new ArrayList<>();
        int expected = (fleet.size() + batches.nodes() - 1) / batches.nodes();
        while (draw.left() > 0 && waves.size() < expected) {
            waves.add(draw.wave(batches.nodes()));
        }
        finish(draw, batches.nodes(), waves, notes);
        return waves;
    }

    /** More waves for the members of quorum groups that could not go together. */
    private static void finish(Draw draw, int size, List<List<FleetNode>> waves, List<String> notes) {
        if (draw.left() == 0) {
            return;
        }
        int before = waves.size();
        int nodes = draw.left();
        String groups = String.join(", ", draw.quorumsLeft());
        while (draw.left() > 0) {
            waves.add(draw.wave(size));
        }
        int more = waves.size() - before;
        notes.add(more + (more == 1 ? " more wave for " : " more waves for ") + nodes
                + (nodes == 1 ? " member" : " members") + " of quorum groups (" + groups
                + "), of which never two go together");
    }

    private List<Wave> describe(List<List<FleetNode>> chosen) {
        List<Wave> waves = new ArrayList<>();
        Set<Stratum> touchedStrata = new HashSet<>();
        int touched = 0;
        for (List<FleetNode> nodes : chosen) {
            touched += nodes.size();
            int soFar = touched;
            List<Stratum> fresh = nodes.stream()
                    .map(FleetNode::stratum)
                    .distinct()
                    .filter(touchedStrata::add)
                    .sorted()
                    .toList();
            List<Double> missed = Plan.DEFECTS.stream()
                    .map(share -> MissProbability.of(fleet.size(), share, soFar))
                    .toList();
            waves.add(new Wave(waves.size() + 1, batches(nodes), fresh, missed));
        }
        return waves;
    }

    private static List<Batch> batches(List<FleetNode> nodes) {
        Map<String, List<String>> domains = nodes.stream()
                .collect(Collectors.groupingBy(
                        FleetNode::domain,
                        LinkedHashMap::new,
                        Collectors.mapping(FleetNode::name, Collectors.toList())));
        List<Batch> batches = new ArrayList<>();
        domains.forEach((domain, names) -> {
            for (int from = 0; from < names.size(); from += MAX_BATCH) {
                batches.add(new Batch(domain, names.subList(from, Math.min(from + MAX_BATCH, names.size()))));
            }
        });
        return batches;
    }
}
