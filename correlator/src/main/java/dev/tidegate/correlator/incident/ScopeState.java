package dev.tidegate.correlator.incident;

import dev.tidegate.model.Scope;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Everything that is known of one scope. Mutable: changed by facts only. */
final class ScopeState {
    /** Nodes whose place in the topology is remembered from their labels; the one told longest ago gives way. */
    static final int LEARNED_NODES = 100_000;

    /** Alert names whose frequency is counted; beyond that all new names count as rare. */
    static final int NAMES = 10_000;

    final Scope scope;
    final String shortId;
    final Places places = new Places();
    final Storm storm = new Storm();

    /** By fingerprint, where the latest episode of each alert belongs. */
    final Map<Long, Member> members = new HashMap<>();

    final Map<String, Integer> nameCounts = new HashMap<>();
    /** Where alerts of any name were lately. */
    final Burst everywhere = new Burst();

    private final Map<String, Burst> bursts = new HashMap<>();
    private final LinkedHashMap<String, List<String>> learned = new LinkedHashMap<>();
    long lastNumber;
    long alerts;

    ScopeState(Scope scope) {
        this.scope = scope;
        this.shortId = scope.shortId();
    }

    String idOf(long number) {
        return shortId + "-" + number;
    }

    /** The vertices that a node's own labels last named above it. */
    List<String> above(String node) {
        return learned.getOrDefault(node, List.of());
    }

    void learn(String node, List<String> vertices) {
        if (node.isEmpty() || vertices.isEmpty() || vertices.equals(learned.get(node))) {
            return;
        }
        learned.remove(node);
        learned.put(node, vertices);
        if (learned.size() > LEARNED_NODES) {
            learned.pollFirstEntry();
        }
    }

    /** Where a family was lately; one that is not kept when there are too many families. */
    Burst burst(String family) {
        Burst known = bursts.get(family);
        if (known == null) {
            known = new Burst();
            if (bursts.size() < NAMES) {
                bursts.put(family, known);
            }
        }
        return known;
    }

    void countName(String alertname) {
        alerts++;
        if (nameCounts.size() < NAMES || nameCounts.containsKey(alertname)) {
            nameCounts.merge(alertname, 1, Integer::sum);
        }
    }
}
