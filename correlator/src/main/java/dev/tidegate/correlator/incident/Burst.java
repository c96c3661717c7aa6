package dev.tidegate.correlator.incident;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where alerts were lately, of one name family or of all: the latest nodes and what each depends on. Tells what breaks out
 * all over a site from what breaks out below one failing place. Bounded: {@link #NODES} nodes, the oldest gives way; a
 * look costs the same always.
 */
final class Burst {
    static final int NODES = 48;

    /** Fewer nodes than this are no burst: nothing is said about where it is. */
    private static final int LEAST = 8;

    /** The share of it that two places must explain together for it not to be all over. */
    private static final double EXPLAINED = 0.8;

    /** By node, in order of the latest hit. */
    private final LinkedHashMap<String, Hit> hits = new LinkedHashMap<>();

    private final Map<String, Integer> below = new HashMap<>();

    /** Computed when it is asked for; null when a hit has come since. */
    private @Nullable Spread spread;

    private record Hit(Set<String> above, long at) {}

    /** A node was hit; forgets what was before a time. */
    void add(String node, Set<String> above, long at, long since) {
        if (node.isEmpty() || above.isEmpty()) {
            return;
        }
        spread = null;
        Hit before = hits.remove(node);
        if (before != null) {
            count(before, -1);
        }
        Hit hit = new Hit(above, at);
        hits.put(node, hit);
        count(hit, 1);
        while (hits.size() > NODES || hits.firstEntry().getValue().at < since) {
            count(hits.pollFirstEntry().getValue(), -1);
        }
    }

    /**
     * How much a place explains it, from 0 for no more than by chance to 1: two racks that fail at once are two faults,
     * and each explains its own; more than two are one fault that is not the racks'. 1 when there is too little to tell.
     *
     * @param scattered the share up to which a place explains nothing of what is all over
     */
    double explainedBy(String vertex, double scattered) {
        if (hits.size() < LEAST) {
            return 1;
        }
        int here = below.getOrDefault(vertex, 0);
        Spread spread = spread();
        return !spread.wide && here > 0 && here >= spread.second
                ? 1
                : Dial.concentration((double) here / hits.size(), scattered);
    }

    /**
     * How far it may be a place's that a node is hit: altogether when others below the place were, too; a half when only
     * one other was and lies elsewhere, a third when two were.
     */
    double toldBelow(String vertex, String node, long since) {
        int elsewhere = 0;
        for (Map.Entry<String, Hit> hit : hits.entrySet()) {
            if (hit.getValue().at >= since && !hit.getKey().equals(node)) {
                if (hit.getValue().above.contains(vertex)) {
                    return 1;
                }
                elsewhere++;
            }
        }
        return 1.0 / (elsewhere + 1);
    }

    /** Whether it has broken out all over: no two places explain it. */
    boolean isWide() {
        return hits.size() >= LEAST && spread().wide;
    }

    /**
     * @param second the nodes below the place that explains most beside the first
     */
    private record Spread(boolean wide, int second) {}

    private Spread spread() {
        Spread known = spread;
        if (known == null) {
            String first = most(below);
            Map<String, Integer> rest = new HashMap<>();
            for (Hit hit : hits.values()) {
                if (!hit.above.contains(first)) {
                    hit.above.forEach(vertex -> rest.merge(vertex, 1, Integer::sum));
                }
            }
            int second = rest.getOrDefault(most(rest), 0);
            known = new Spread(below.getOrDefault(first, 0) + second < EXPLAINED * hits.size(), second);
            spread = known;
        }
        return known;
    }

    private static String most(Map<String, Integer> counts) {
        String most = "";
        int count = 0;
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            int each = entry.getValue();
            if (each > count || each == count && entry.getKey().compareTo(most) < 0) {
                most = entry.getKey();
                count = each;
            }
        }
        return most;
    }

    private void count(Hit hit, int by) {
        for (String vertex : hit.above) {
            below.merge(vertex, by, (a, b) -> a + b == 0 ? null : a + b);
        }
    }
}
