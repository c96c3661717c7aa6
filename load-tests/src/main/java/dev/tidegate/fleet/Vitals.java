package dev.tidegate.fleet;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How nodes do, second by second: latency and the share of requests that fail, as a monitoring system would see them. Dead
 * nodes have none. The past is kept for a quarter of an hour.
 */
final class Vitals {
    private static final int KEPT = 900;
    private static final double REQUESTS_A_SECOND = 20;

    /** One node at one time. */
    record Vital(double latency, double errors, double requests, double failed) {}

    /** All nodes at one time. */
    record Sample(long atMillis, Map<String, Vital> nodes) {}

    private final SimulatedFleet fleet;
    private final SplittableRandom random;
    private final Deque<Sample> past = new ArrayDeque<>();
    private final Map<String, double[]> totals = new LinkedHashMap<>();

    Vitals(SimulatedFleet fleet) {
        this.fleet = fleet;
        this.random = new SplittableRandom(fleet.spec().seed());
    }

    /** Lives on until this time; once a second. */
    synchronized Sample live(long nowMillis) {
        double seconds =
                past.isEmpty() ? 1 : Math.max(0, nowMillis - past.getLast().atMillis()) / 1000.0;
        Map<String, Vital> nodes = new LinkedHashMap<>();
        for (SimulatedNode node : fleet.nodes()) {
            if (!node.isAlive()) {
                continue;
            }
            boolean ill = fleet.isIll(node);
            double noise = random.nextDouble();
            double latency = (ill ? 0.9 : 0.1) + 0.02 * noise;
            double errors = ill ? 0.2 + 0.05 * noise : 0.002 * noise;
            double[] total = totals.computeIfAbsent(node.name(), unused -> new double[2]);
            total[0] += REQUESTS_A_SECOND * seconds;
            total[1] += REQUESTS_A_SECOND * seconds * errors;
            nodes.put(node.name(), new Vital(latency, errors, total[0], total[1]));
        }
        Sample sample = new Sample(nowMillis, nodes);
        past.addLast(sample);
        if (past.size() > KEPT) {
            past.removeFirst();
        }
        return sample;
    }

    /** What was true at a time; empty when nothing is known of it. */
    synchronized List<Sample> at(long millis, long lookBackMillis) {
        Sample newest = null;
        for (Sample sample : past) {
            if (sample.atMillis() <= millis && sample.atMillis() > millis - lookBackMillis) {
                newest = sample;
            }
        }
        return newest == null ? List.of() : List.of(newest);
    }
}
