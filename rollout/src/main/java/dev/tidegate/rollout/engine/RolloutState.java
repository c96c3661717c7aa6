package dev.tidegate.rollout.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the events of a rollout come to. It changes in {@link #apply} only, and decides nothing. */
final class RolloutState {
    private final Map<String, NodeState> forward = new HashMap<>();
    private final Map<String, NodeState> back = new HashMap<>();
    private final Map<String, Dispatch> open = new LinkedHashMap<>();
    private final Map<String, String> jobs = new HashMap<>();
    private final Set<String> monitors = new HashSet<>();
    private final Set<Integer> wavesBack = new HashSet<>();
    private Phase phase = Phase.WAITING;
    private int wave = 1;
    private int dispatches;
    private @Nullable String heldBecause;
    private @Nullable Instant phaseSince;
    private @Nullable Instant acknowledgedAt;
    private @Nullable String acknowledgedBy;
    private RolloutCommand.Health.@Nullable Signal health;

    void apply(RolloutEvent event) {
        switch (event) {
            case RolloutEvent.PhaseBegun begun -> enter(begun);
            case RolloutEvent.Held held -> heldBecause = held.reason();
            case RolloutEvent.Resumed unused -> heldBecause = null;
            case RolloutEvent.Acknowledged acknowledged -> {
                acknowledgedAt = acknowledged.at();
                acknowledgedBy = acknowledged.by();
            }
            case RolloutEvent.MonitorCame came -> monitors.add(came.by());
            case RolloutEvent.MonitorWent went -> monitors.remove(went.by());
            case RolloutEvent.HealthSaid said -> health = said.signal();
            case RolloutEvent.Intended intended -> {
                dispatches++;
                open.put(intended.dispatch().id(), intended.dispatch());
                intended.dispatch()
                        .nodes()
                        .forEach(node -> states(intended.dispatch().direction()).put(node, NodeState.IN_FLIGHT));
            }
            case RolloutEvent.Dispatched dispatched -> jobs.put(dispatched.dispatch(), dispatched.job());
            case RolloutEvent.NodeSettled settled -> settle(settled);
            case RolloutEvent.WaveBack done -> wavesBack.add(done.wave());
        }
    }

    private void enter(RolloutEvent.PhaseBegun begun) {
        phase = begun.phase();
        wave = begun.wave();
        phaseSince = begun.at();
        if (phase == Phase.WAITING || phase == Phase.APPLYING || phase == Phase.PULLING_BACK) {
            health = null;
        }
        if (phase == Phase.PULLING_BACK) {
            heldBecause = null;
        }
    }

    private void settle(RolloutEvent.NodeSettled settled) {
        Dispatch dispatch = open.get(settled.dispatch());
        if (dispatch == null) {
            return;
        }
        states(dispatch.direction()).put(settled.node(), settled.state());
        boolean over = dispatch.nodes().stream()
                .allMatch(node -> states(dispatch.direction()).get(node) != NodeState.IN_FLIGHT);
        if (over) {
            open.remove(dispatch.id());
            jobs.remove(dispatch.id());
        }
    }

    private Map<String, NodeState> states(Direction direction) {
        return switch (direction) {
            case FORWARD -> forward;
            case BACK -> back;
        };
    }

    Phase phase() {
        return phase;
    }

    int wave() {
        return wave;
    }

    Optional<String> held() {
        return Optional.ofNullable(heldBecause);
    }

    Optional<Instant> phaseSince() {
        return Optional.ofNullable(phaseSince);
    }

    Optional<Instant> acknowledgedAt() {
        return Optional.ofNullable(acknowledgedAt);
    }

    Optional<String> acknowledgedBy() {
        return Optional.ofNullable(acknowledgedBy);
    }

    Optional<RolloutCommand.Health.Signal> health() {
        return Optional.ofNullable(health);
    }

    boolean watched() {
        return !monitors.isEmpty();
    }

    boolean watches(String person) {
        return monitors.contains(person);
    }

    boolean isBack(int ofWave) {
        return wavesBack.contains(ofWave);
    }

    int dispatches() {
        return dispatches;
    }

    List<Dispatch> open() {
        return List.copyOf(open.values());
    }

    Optional<Dispatch> open(String dispatch) {
        return Optional.ofNullable(open.get(dispatch));
    }

    Optional<String> job(String dispatch) {
        return Optional.ofNullable(jobs.get(dispatch));
    }

    Optional<NodeState> node(Direction direction, String node) {
        return Optional.ofNullable(states(direction).get(node));
    }

    /** Nodes of these that were sent forward, whatever became of it. */
    List<String> touched(List<String> nodes) {
        return nodes.stream().filter(forward::containsKey).toList();
    }

    List<String> bad(Direction direction, List<String> nodes) {
        List<String> bad = new ArrayList<>();
        for (String node : nodes) {
            NodeState state = states(direction).get(node);
            if (state != null && state.isBad()) {
                bad.add(node);
            }
        }
        return bad;
    }
}
