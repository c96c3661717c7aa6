package dev.tidegate.correlator.incident;

import dev.tidegate.model.Micros;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What episodes left behind at one place they can meet: which incidents were here, when, and from where.
 *
 * <p>Bounded: {@link #INCIDENTS} incidents, the coldest gives way; so a look costs the same however many alerts are active.
 */
final class Heat {
    static final int INCIDENTS = 8;
    static final int CHILDREN = 512;
    static final int RECENT = 16;

    /** Families that are told apart in a trace, and nodes that are counted of each. */
    static final int FAMILIES = 16;

    static final int FAMILY_NODES = 16;

    /** A place with more than this many below it says nothing: everything meets there. */
    static final int STOP_FAN_OUT = 500;

    final List<Trace> traces = new ArrayList<>(1);
    private final String[] recentChildren = new String[RECENT];
    private final long[] recentAt = new long[RECENT];
    private int recent;
    private @Nullable Set<String> everBelow;
    long lastAt = Micros.NONE;

    /** One incident's mark on one place. Times are microseconds, {@link Micros#NONE} when never. */
    static final class Trace {
        LiveIncident incident;
        long ownAt = Micros.NONE;
        long belowAt = Micros.NONE;
        int hops = Integer.MAX_VALUE;

        /** Whether it hit a device of this place, or one of a place that hangs on this one. */
        boolean device;

        final Set<String> children = new HashSet<>(2);
        private final Map<String, Family> families = new HashMap<>(2);

        /** A family's nodes below the place, and when it was there last. */
        private static final class Family {
            final Set<String> nodes = new HashSet<>(2);
            long at = Micros.NONE;
        }

        Trace(LiveIncident incident) {
            this.incident = incident;
        }

        /** What another left here that was merged into this one. */
        void take(Trace other) {
            ownAt = Math.max(ownAt, other.ownAt);
            belowAt = Math.max(belowAt, other.belowAt);
            hops = Math.min(hops, other.hops);
            device |= other.device;
            for (String child : other.children) {
                if (children.size() < CHILDREN) {
                    children.add(child);
                }
            }
            other.families.forEach((name, family) -> family.nodes.forEach(node -> below(name, node, family.at)));
        }

        /** How many nodes below were hit by alerts of a family, one left out; at most {@link #FAMILY_NODES}. */
        int nodesOf(String family, String without) {
            Family known = families.get(family);
            return known == null ? 0 : known.nodes.size() - (known.nodes.contains(without) ? 1 : 0);
        }

        /** When an alert of a family was last below. */
        long latest(String family) {
            Family known = families.get(family);
            return known == null ? Micros.NONE : known.at;
        }

        private void below(String name, String node, long at) {
            Family family = families.get(name);
            if (family == null) {
                if (families.size() >= FAMILIES) {
                    return;
                }
                family = new Family();
                families.put(name, family);
            }
            if (family.nodes.size() < FAMILY_NODES) {
                family.nodes.add(node);
            }
            family.at = Math.max(family.at, at);
        }

        /** Whether all that an incident has hit lies below this place, as far as that is known. */
        boolean holdsAllOf(LiveIncident whole) {
            return children.size() < CHILDREN && whole.nodeCount() == children.size();
        }

        long latest() {
            return Math.max(ownAt, belowAt);
        }
    }

    /** An incident's mark here; null when it has left none, or when it was forgotten. */
    @Nullable
    Trace of(LiveIncident incident) {
        for (Trace trace : traces) {
            if (trace.incident.root() == incident) {
                return trace;
            }
        }
        return null;
    }

    /** Notes that an incident which is below this place came here by a device. */
    void byDevice(LiveIncident incident) {
        trace(incident).device = true;
    }

    /** An episode was here: on the place itself with 0 hops, or so many hops below it. */
    void touch(LiveIncident incident, int hops, String child, String family, long at) {
        lastAt = Math.max(lastAt, at);
        Trace trace = trace(incident);
        if (hops == 0) {
            trace.ownAt = Math.max(trace.ownAt, at);
            return;
        }
        trace.belowAt = Math.max(trace.belowAt, at);
        trace.hops = Math.min(trace.hops, hops);
        trace.below(family, child, at);
        if (trace.children.size() < CHILDREN) {
            trace.children.add(child);
        }
        if (everBelow == null) {
            everBelow = new HashSet<>(4);
        }
        if (everBelow.size() <= STOP_FAN_OUT) {
            everBelow.add(child);
        }
        remember(child, at);
    }

    boolean saysNothing() {
        return everBelow != null && everBelow.size() > STOP_FAN_OUT;
    }

    /** How many nodes below this place were ever hit. */
    int known() {
        return everBelow == null ? 0 : everBelow.size();
    }

    /** How many different children of this place, one left out, were hit since a time; at most {@link #RECENT}. */
    int childrenSince(long since, String without) {
        int count = 0;
        for (int i = 0; i < recent; i++) {
            if (recentAt[i] >= since && !recentChildren[i].equals(without)) {
                count++;
            }
        }
        return count;
    }

    private void remember(String child, long at) {
        int oldest = 0;
        for (int i = 0; i < recent; i++) {
            if (recentChildren[i].equals(child)) {
                recentAt[i] = Math.max(recentAt[i], at);
                return;
            }
            if (recentAt[i] < recentAt[oldest]) {
                oldest = i;
            }
        }
        int slot = recent < RECENT ? recent++ : oldest;
        recentChildren[slot] = child;
        recentAt[slot] = at;
    }

    private Trace trace(LiveIncident incident) {
        int coldest = 0;
        Trace found = null;
        for (int i = 0; i < traces.size(); i++) {
            Trace trace = traces.get(i);
            trace.incident = trace.incident.root();
            if (trace.incident == incident) {
                if (found != null) {
                    found.take(trace);
                    traces.remove(i--);
                    continue;
                }
                found = trace;
            }
            if (trace.latest() < traces.get(coldest).latest()) {
                coldest = i;
            }
        }
        if (found != null) {
            return found;
        }
        Trace fresh = new Trace(incident);
        if (traces.size() < INCIDENTS) {
            traces.add(fresh);
        } else {
            traces.set(coldest, fresh);
        }
        return fresh;
    }
}
