package dev.tidegate.health.evidence.elasticsearch;

import java.util.Arrays;

/** Counts and newest times, by window and node. */
final class Tallies {
    static final long NEVER = Long.MIN_VALUE;

    private final int nodes;
    private final int steps;
    private final long[] parts;
    private final long[] totals;
    private final long[] newest;
    private final long[] before;

    Tallies(int nodes, int steps) {
        this.nodes = nodes;
        this.steps = steps;
        parts = new long[nodes * steps];
        totals = new long[nodes * steps];
        newest = new long[nodes * steps];
        before = new long[nodes];
        Arrays.fill(newest, NEVER);
        Arrays.fill(before, NEVER);
    }

    void before(int node, long time) {
        before[node] = time;
    }

    void add(int step, int node, long part, long total) {
        parts[step * nodes + node] = part;
        totals[step * nodes + node] = total;
    }

    void newest(int step, int node, long time) {
        newest[step * nodes + node] = time;
    }

    /** Carries what was newest on into later windows. */
    Tallies settled() {
        for (int node = 0; node < nodes; node++) {
            long latest = before[node];
            for (int step = 0; step < steps; step++) {
                latest = Math.max(latest, newest[step * nodes + node]);
                newest[step * nodes + node] = latest;
            }
        }
        return this;
    }

    int nodes() {
        return nodes;
    }

    long part(int step, int node) {
        return parts[step * nodes + node];
    }

    long total(int step, int node) {
        return totals[step * nodes + node];
    }

    /** Time of the node's newest document up to the window's end, or {@link #NEVER}. */
    long newest(int step, int node) {
        return newest[step * nodes + node];
    }

    /** The newest of all nodes. */
    long newest(int step) {
        long latest = NEVER;
        for (int node = 0; node < nodes; node++) {
            latest = Math.max(latest, newest(step, node));
        }
        return latest;
    }
}
