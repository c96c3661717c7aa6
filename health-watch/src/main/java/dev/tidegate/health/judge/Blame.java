package dev.tidegate.health.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ranks the nodes that stand out by who is likelier the cause than a victim: a node whose own dependencies are well comes
 * before those that call it, because trouble travels from the called to the callers. Among equals, those that more nodes
 * in trouble depend on come first, then those that stand out more.
 */
public final class Blame {
    private Blame() {}

    /**
     * A node that is likely the cause.
     *
     * @param signal in which it stands out most
     * @param level of the node in that signal, in its unit; NaN where not known
     */
    public record Blamed(String node, String signal, double level) {}

    /** The likeliest few, when nothing is known of what depends on what. */
    public static List<Blamed> first(Judgement judgement, int most) {
        return rank(judgement, Map.of(), List.of()).stream()
                .limit(most)
                .map(node -> blamed(node, heard(judgement)))
                .toList();
    }

    private static Blamed blamed(String node, List<SignalReport> reports) {
        SignalReport loudest = reports.stream()
                .filter(report -> report.worst().contains(node))
                .min(Comparator.comparingInt(report -> report.worst().indexOf(node)))
                .orElseThrow();
        return new Blamed(
                node,
                loudest.signal(),
                loudest.worstLevels().get(loudest.worst().indexOf(node)));
    }

    /**
     * The nodes that signals name as worst, likeliest cause first. Signals that decided are heard; if none did,
     * the one that is closest to.
     *
     * @param dependsOn what each node depends on; nodes without an entry depend on nothing
     * @param victims whose trouble is to be explained: what they do not depend on comes last; empty for all
     */
    public static List<String> rank(Judgement judgement, Map<String, Set<String>> dependsOn, List<String> victims) {
        Map<String, Integer> standing = new LinkedHashMap<>();
        for (SignalReport report : heard(judgement)) {
            for (int i = 0; i < report.worst().size(); i++) {
                standing.merge(report.worst().get(i), i, Math::min);
            }
        }
        List<String> ranked = rank(standing, dependsOn);
        if (!victims.isEmpty()) {
            Set<String> explained = new HashSet<>(victims);
            victims.forEach(victim -> explained.addAll(reach(victim, dependsOn)));
            ranked.sort(Comparator.comparing(node -> !explained.contains(node)));
        }
        return ranked;
    }

    private static List<SignalReport> heard(Judgement judgement) {
        List<SignalReport> decided = judgement.signals().stream()
                .filter(report -> report.state() instanceof Verdict.Unhealthy)
                .toList();
        return decided.isEmpty() ? loudest(judgement.signals()) : decided;
    }

    private static List<SignalReport> loudest(List<SignalReport> reports) {
        return reports.stream()
                .filter(report -> !report.worst().isEmpty() && report.threshold() > 0)
                .max(Comparator.comparingDouble(report -> report.statistic() / report.threshold()))
                .stream()
                .toList();
    }

    /** @param standing nodes in trouble, each with its place: lower stands out more */
    static List<String> rank(Map<String, Integer> standing, Map<String, Set<String>> dependsOn) {
        Map<String, Set<String>> below = new HashMap<>();
        standing.keySet().forEach(node -> below.put(node, reach(node, dependsOn)));
        Map<String, Integer> troubled = new HashMap<>();
        Map<String, Integer> callers = new HashMap<>();
        for (String node : standing.keySet()) {
            Set<String> reached = below.getOrDefault(node, Set.of());
            for (String other : standing.keySet()) {
                boolean mutual = below.getOrDefault(other, Set.of()).contains(node);
                if (!other.equals(node) && reached.contains(other) && !mutual) {
                    troubled.merge(node, 1, Integer::sum);
                    callers.merge(other, 1, Integer::sum);
                }
            }
        }
        List<String> ranked = new ArrayList<>(standing.keySet());
        ranked.sort(Comparator.comparingInt((String node) -> troubled.getOrDefault(node, 0))
                .thenComparingInt(node -> -callers.getOrDefault(node, 0))
                .thenComparingInt(node -> standing.getOrDefault(node, 0)));
        return ranked;
    }

    private static Set<String> reach(String node, Map<String, Set<String>> dependsOn) {
        Set<String> reached = new HashSet<>();
        List<String> next = new ArrayList<>(dependsOn.getOrDefault(node, Set.of()));
        while (!next.isEmpty()) {
            String here = next.removeLast();
            if (reached.add(here)) {
                next.addAll(dependsOn.getOrDefault(here, Set.of()));
            }
        }
        return reached;
    }
}
