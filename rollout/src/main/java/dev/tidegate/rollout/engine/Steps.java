package dev.tidegate.rollout.engine;

import dev.tidegate.model.Wording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The steps that a rollout takes as time passes, and those that follow from how nodes settle. */
final class Steps {
    private final Terms terms;
    private final RolloutState state;
    private final Orders orders;
    private final Gates gates;
    private final Intents intents;
    private final Retreat retreat;
    private final Quorums quorums;

    Steps(Terms terms, RolloutState state, Gates gates, Intents intents, Retreat retreat, Quorums quorums) {
        this.terms = terms;
        this.state = state;
        this.orders = state.orders();
        this.gates = gates;
        this.intents = intents;
        this.retreat = retreat;
        this.quorums = quorums;
    }

    Optional<Instant> due() {
        Stream<Instant> deadlines =
                orders.open().stream().filter(this::reachable).map(Dispatch::deadline);
        return Stream.concat(deadlines, gates.soakUntil().stream()).min(Instant::compareTo);
    }

    /** The next step, if there is one to take: one a call, so that each is durable before the next is decided. */
    List<RolloutEvent> tick(Instant now) {
        for (Dispatch dispatch : orders.open()) {
            if (!now.isBefore(dispatch.deadline()) && reachable(dispatch)) {
                return timeOut(dispatch, now);
            }
        }
        return switch (state.phase()) {
            case WAITING -> begin(now);
            case APPLYING -> gates.batch().isPresent() ? List.of() : nextBatch(now);
            case SOAKING -> pass(now);
            case PULLING_BACK -> state.held().isPresent() ? List.of() : retreat.next(now);
            case DONE, PULLED_BACK, ABORTED -> List.of();
        };
    }

    /** Nothing is known of nodes whose target cannot be asked, not even that they are late. */
    private boolean reachable(Dispatch dispatch) {
        return !state.lost(Rollout.TARGET + dispatch.target());
    }

    /** Whether an intention may be sent now. */
    boolean maySend(Dispatch dispatch) {
        Phase needed = switch (dispatch.direction()) {
            case FORWARD -> Phase.APPLYING;
            case BACK -> Phase.PULLING_BACK;
        };
        return state.phase() == needed && state.held().isEmpty();
    }

    private List<RolloutEvent> timeOut(Dispatch dispatch, Instant now) {
        boolean sent = orders.job(dispatch.id()).isPresent();
        NodeState became = sent ? NodeState.TIMED_OUT : NodeState.UNKNOWN;
        String detail = sent
                ? "no answer within " + Wording.duration(terms.nodeTimeout())
                : "the target never said that it took the dispatch";
        Map<String, NodeState> news = new TreeMap<>();
        List<RolloutEvent> events = new ArrayList<>();
        for (String node : dispatch.nodes()) {
            if (orders.node(dispatch.direction(), node).equals(Optional.of(NodeState.IN_FLIGHT))) {
                news.put(node, became);
                events.add(new RolloutEvent.NodeSettled(now, dispatch.id(), node, became, detail));
            }
        }
        events.addAll(afterSettling(dispatch, news, now));
        return events;
    }

    private List<RolloutEvent> begin(Instant now) {
        if (gates.forward(now).isPresent()) {
            return List.of();
        }
        Optional<String> shared = quorums.wave(state.wave());
        if (shared.isPresent()) {
            return quorums.yields(Direction.FORWARD, state.wave(), shared.get(), now);
        }
        return List.of(new RolloutEvent.PhaseBegun(
                now, Phase.APPLYING, state.wave(), Rollout.ITSELF, "every gate of wave " + state.wave() + " is open"));
    }

    private List<RolloutEvent> nextBatch(Instant now) {
        if (!orders.open().isEmpty()) {
            return List.of();
        }
        List<String> next = untouched();
        if (next.isEmpty()) {
            return List.of(new RolloutEvent.PhaseBegun(
                    now, Phase.SOAKING, state.wave(), Rollout.ITSELF, "every node of it is settled"));
        }
        Optional<String> shared = quorums.nodes(next);
        return shared.isPresent()
                ? quorums.yields(Direction.FORWARD, state.wave(), shared.get(), now)
                : send(next, now);
    }

    /** What is to be told next of the wave; empty when it has no more. */
    private List<String> untouched() {
        for (List<String> batch : terms.batches(state.wave())) {
            List<String> untouched = batch.stream()
                    .filter(node -> orders.node(Direction.FORWARD, node).isEmpty())
                    .toList();
            if (!untouched.isEmpty()) {
                return untouched;
            }
        }
        return List.of();
    }

    /** Why the next nodes of the wave are not told yet, when other rollouts are the reason. */
    Optional<String> waits() {
        return orders.open().isEmpty() ? quorums.nodes(untouched()) : Optional.empty();
    }

    private List<RolloutEvent> send(List<String> nodes, Instant now) {
        Map<String, NodeState> left = new TreeMap<>();
        List<RolloutEvent> events = new ArrayList<>();
        for (String node : nodes) {
            if (state.former(node).isEmpty()) {
                left.put(node, NodeState.UNREACHABLE);
                events.add(new RolloutEvent.Skipped(now, state.wave(), node, "left alone: its way back is not known"));
            }
        }
        List<RolloutEvent> stop = tooMany(left, now);
        if (!stop.isEmpty()) {
            events.addAll(stop);
            return events;
        }
        events.addAll(intents.make(
                Direction.FORWARD,
                state.wave(),
                nodes.stream().filter(node -> !left.containsKey(node)).toList(),
                now));
        return events;
    }

    private List<RolloutEvent> pass(Instant now) {
        if (gates.passing(now).isPresent()) {
            return List.of();
        }
        boolean last = state.wave() == terms.waves().size();
        return List.of(new RolloutEvent.PhaseBegun(
                now,
                last ? Phase.DONE : Phase.WAITING,
                last ? state.wave() : state.wave() + 1,
                Rollout.ITSELF,
                "wave " + state.wave() + " is healthy"));
    }

    /** What follows from nodes that have just settled, whose states are not in the state yet. */
    List<RolloutEvent> afterSettling(Dispatch dispatch, Map<String, NodeState> news, Instant now) {
        if (dispatch.direction() == Direction.FORWARD) {
            return tooMany(news, now);
        }
        boolean stuck = state.phase() == Phase.PULLING_BACK
                && state.held().isEmpty()
                && news.values().stream().anyMatch(NodeState::isBad);
        return stuck
                ? List.of(new RolloutEvent.Held(
                        now,
                        Rollout.ITSELF,
                        "a node could not be brought back and needs a person: " + describe(news)
                                + "; resume to try again"))
                : List.of();
    }

    private List<RolloutEvent> tooMany(Map<String, NodeState> news, Instant now) {
        if (state.phase() != Phase.APPLYING || news.values().stream().noneMatch(NodeState::isBad)) {
            return List.of();
        }
        List<String> nodes = terms.nodes(state.wave());
        long bad = orders.bad(Direction.FORWARD, nodes).size()
                + news.values().stream().filter(NodeState::isBad).count();
        Optional<String> member = Stream.concat(
                        orders.bad(Direction.FORWARD, nodes).stream(),
                        news.keySet().stream().filter(node -> isBad(news, node)))
                .filter(node -> !terms.quorum(node).isEmpty())
                .findFirst();
        if (bad <= terms.bears(state.wave()) && member.isPresent()) {
            return List.of(retreat.begin(
                    now,
                    member.get() + " of wave " + state.wave() + " is not done, and it is of quorum group "
                            + terms.quorum(member.get()) + ", where none may fail: " + describe(news)));
        }
        if (bad <= terms.bears(state.wave())) {
            return List.of();
        }
        return List.of(retreat.begin(
                now,
                bad + " of " + Wording.count(nodes.size(), "node") + " of wave " + state.wave()
                        + " are not done, where " + terms.bears(state.wave()) + " may fail: " + describe(news)));
    }

    private static boolean isBad(Map<String, NodeState> news, String node) {
        NodeState became = news.get(node);
        return became != null && became.isBad();
    }

    private static String describe(Map<String, NodeState> news) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(news).forEach((node, became) -> {
            if (became.isBad()) {
                text.append(text.isEmpty() ? "" : ", ").append(node).append(' ').append(became.word());
            }
        });
        return text.toString();
    }
}
