package dev.tidegate.storm.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How many nodes of a service are down at once, and when that reaches a threshold. */
final class Climb {
    private Climb() {}

    /** The number of nodes that a share of them means: rounded up, at least one. */
    static int needed(double share, int nodes) {
        return Math.max(1, (int) Math.ceil(share * nodes - 1e-9));
    }

    /** The stretches in which at least {@code needed} of the spans hold together, in order. */
    static List<Span> reached(List<Span> downs, int needed) {
        Map<Long, Integer> changes = new TreeMap<>();
        for (Span down : downs) {
            if (down.length() > 0) {
                changes.merge(down.from(), 1, Integer::sum);
                changes.merge(down.until(), -1, Integer::sum);
            }
        }
        List<Span> reached = new ArrayList<>();
        int count = 0;
        long since = -1;
        for (Map.Entry<Long, Integer> change : changes.entrySet()) {
            count += change.getValue();
            if (since < 0 && count >= needed) {
                since = change.getKey();
            } else if (since >= 0 && count < needed) {
                reached.add(new Span(since, change.getKey()));
                since = -1;
            }
        }
        return reached;
    }
}
