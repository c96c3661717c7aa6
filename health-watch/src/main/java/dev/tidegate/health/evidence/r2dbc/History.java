package dev.tidegate.health.evidence.r2dbc;

import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * When one alert began and ceased to fire, by the log's clock; in microseconds since 1970. Before the first change that
 * is known it was the opposite of what it became.
 */
final class History {
    private final int node;
    private final NavigableMap<Long, Boolean> changes = new TreeMap<>();

    /** @param node its place among the nodes asked for */
    History(int node) {
        this.node = node;
    }

    int node() {
        return node;
    }

    void changed(long at, boolean firing) {
        changes.put(at, firing);
    }

    /** The latest changes, oldest first, of which the last led to how it is now. */
    void changed(Long[] latest, boolean firingNow) {
        boolean firing = firingNow;
        for (int i = latest.length - 1; i >= 0; i--) {
            changed(latest[i], firing);
            firing = !firing;
        }
    }

    boolean fires(long at) {
        Map.Entry<Long, Boolean> last = changes.floorEntry(at);
        if (last != null) {
            return last.getValue();
        }
        Map.Entry<Long, Boolean> next = changes.firstEntry();
        return next != null && !next.getValue();
    }

    /** How often it began to fire from one time up to, and without, another. */
    int begins(long from, long to) {
        int begins = 0;
        for (boolean firing : changes.subMap(from, true, to, false).values()) {
            begins += firing ? 1 : 0;
        }
        return begins;
    }
}
