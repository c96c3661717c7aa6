package dev.tidegate.rollout.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A target that keeps count: jobs by the id of their dispatch, and how often each node was told to go where. */
final class Nodes {
    private static final int PATIENCE = 6;

    private final Map<String, Dispatch> jobs = new HashMap<>();
    private final Map<String, Integer> told = new HashMap<>();
    private final Map<String, Integer> looks = new HashMap<>();
    private final List<Dispatch> order = new ArrayList<>();
    private final Set<String> dead;

    Nodes(Set<String> dead) {
        this.dead = dead;
    }

    /** Takes a dispatch, as a target does that has no idea of ours: told twice, it runs twice. */
    void send(Dispatch dispatch) {
        jobs.put(dispatch.id(), dispatch);
        order.add(dispatch);
        dispatch.nodes().forEach(node -> told.merge(dispatch.direction() + node, 1, Integer::sum));
    }

    boolean knows(Dispatch dispatch) {
        return jobs.containsKey(dispatch.id());
    }

    /** Whether a node has answered by now; by luck at first, and at the latest when it was asked a few times. */
    boolean answers(String dispatch, String node, boolean lucky) {
        int asked = looks.merge(dispatch + node, 1, Integer::sum);
        return !dead.contains(node) && (lucky || asked >= PATIENCE);
    }

    int timesTold(Direction direction, String node) {
        return told.getOrDefault(direction + node, 0);
    }

    List<Dispatch> order() {
        return List.copyOf(order);
    }
}
