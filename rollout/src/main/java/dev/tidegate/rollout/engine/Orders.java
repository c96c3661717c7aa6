package dev.tidegate.rollout.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What was sent where, and what became of each node. A dispatch is open until all its nodes have settled; it is late for as
 * long as one of them has timed out, since that one may still do what it was told.
 */
final class Orders {
    private final Map<Direction, Map<String, NodeState>> nodes = new EnumMap<>(Direction.class);
    private final Map<Direction, Map<String, String>> details = new EnumMap<>(Direction.class);
    private final Set<String> skipped = new HashSet<>();
    private final Map<String, Dispatch> open = new LinkedHashMap<>();
    private final Map<String, Dispatch> late = new LinkedHashMap<>();
    private final Map<String, String> jobs = new HashMap<>();
    private int count;

    Orders() {
        for (Direction direction : Direction.values()) {
            nodes.put(direction, new HashMap<>());
            details.put(direction, new HashMap<>());
        }
    }

    void intended(Dispatch dispatch) {
        count++;
        open.put(dispatch.id(), dispatch);
        dispatch.nodes().forEach(node -> states(dispatch.direction()).put(node, NodeState.IN_FLIGHT));
    }

    void dispatched(String dispatch, String job) {
        jobs.put(dispatch, job);
    }

    void withdrawn(String id) {
        Dispatch dispatch = open.remove(id);
        if (dispatch != null) {
            dispatch.nodes().forEach(states(dispatch.direction())::remove);
        }
    }

    void settled(String id, String node, NodeState became, String detail) {
        Dispatch dispatch = open.getOrDefault(id, late.get(id));
        if (dispatch == null) {
            return;
        }
        states(dispatch.direction()).put(node, became);
        details(dispatch.direction()).put(node, detail);
        if (dispatch.nodes().stream().anyMatch(one -> isAt(dispatch, one, NodeState.IN_FLIGHT))) {
            return;
        }
        open.remove(id);
        if (jobs.containsKey(id)
                && dispatch.nodes().stream().anyMatch(one -> isAt(dispatch, one, NodeState.TIMED_OUT))) {
            late.put(id, dispatch);
        } else {
            late.remove(id);
            jobs.remove(id);
        }
    }

    private boolean isAt(Dispatch dispatch, String node, NodeState state) {
        return states(dispatch.direction()).get(node) == state;
    }

    void skipped(String node, String detail) {
        skipped.add(node);
        states(Direction.FORWARD).put(node, NodeState.UNREACHABLE);
        details(Direction.FORWARD).put(node, detail);
    }

    void relapsed(String node, String detail) {
        states(Direction.BACK).remove(node);
        details(Direction.FORWARD).put(node, detail);
        states(Direction.FORWARD).put(node, NodeState.PROVEN);
    }

    /** Gives those who could not be asked another deadline. */
    void prolong(String target, Instant deadline) {
        open.replaceAll((id, dispatch) -> dispatch.target().equals(target) ? dispatch.until(deadline) : dispatch);
    }

    /** Gives everything that is open another deadline. */
    void prolong(Instant deadline) {
        open.replaceAll((id, dispatch) -> dispatch.until(deadline));
    }

    int count() {
        return count;
    }

    List<Dispatch> open() {
        return List.copyOf(open.values());
    }

    Optional<Dispatch> open(String dispatch) {
        return Optional.ofNullable(open.get(dispatch));
    }

    List<Dispatch> late() {
        return List.copyOf(late.values());
    }

    Optional<Dispatch> late(String dispatch) {
        return Optional.ofNullable(late.get(dispatch));
    }

    boolean isGoingBack() {
        return open.values().stream().anyMatch(dispatch -> dispatch.direction() == Direction.BACK);
    }

    Optional<String> job(String dispatch) {
        return Optional.ofNullable(jobs.get(dispatch));
    }

    Optional<NodeState> node(Direction direction, String node) {
        return Optional.ofNullable(states(direction).get(node));
    }

    String detail(Direction direction, String node) {
        return details(direction).getOrDefault(node, "");
    }

    boolean isMoving(String node) {
        return states(Direction.FORWARD).get(node) == NodeState.IN_FLIGHT;
    }

    /** Nodes of these that were sent forward, whatever became of it. */
    List<String> touched(List<String> of) {
        return of.stream()
                .filter(node -> states(Direction.FORWARD).containsKey(node) && !skipped.contains(node))
                .toList();
    }

    List<String> bad(Direction direction, List<String> of) {
        List<String> bad = new ArrayList<>();
        for (String node : of) {
            NodeState state = states(direction).get(node);
            if (state != null && state.isBad()) {
                bad.add(node);
            }
        }
        return bad;
    }

    private Map<String, NodeState> states(Direction direction) {
        return Objects.requireNonNull(nodes.get(direction));
    }

    private Map<String, String> details(Direction direction) {
        return Objects.requireNonNull(details.get(direction));
    }
}
