package dev.tidegate.rollout.engine;

import dev.tidegate.model.shard.Outcome;
import dev.tidegate.model.shard.Shard;
import dev.tidegate.rollout.engine.RolloutCommand.Health.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One rollout.
 *
 * <p>It is told what people and the world say, and gives back facts. What is to be done outside follows from its state
 * ({@link #wants}), never from having said so: after a crash, the state is built again from the facts and wants the same. An
 * intention is a fact before anything is sent; whoever finds an intention that it did not record itself asks the target
 * first what became of it.
 *
 * <p>Safety before progress. Every step forward needs every gate: nobody holds it, the calendar is open, a monitor who is not
 * the executor watches and has acknowledged lately, nothing is in flight, health does not say Unhealthy. Pulling back needs
 * none of them. It goes wave by wave, newest first, all domains one after the other, and holds when a node cannot be brought
 * back, since no machine knows better then.
 *
 * <p>What starts a pull-back: an Unhealthy verdict, more bad nodes than the terms bear, a person. What never does: missing
 * evidence, a lost monitor, a closing window; these hold.
 */
public final class Rollout implements Shard<RolloutCommand, RolloutEvent, RolloutReply> {
    /** The name under which the rollout itself acts. */
    public static final String ITSELF = "tidegate";

    private final Terms terms;
    private final RolloutState state = new RolloutState();
    private Optional<String> closed = Optional.of("its calendar has not been looked at");

    public Rollout(Terms terms) {
        this.terms = terms;
    }

    @Override
    public Outcome<RolloutEvent, RolloutReply> decide(RolloutCommand command, Instant now) {
        return switch (command) {
            case RolloutCommand.Hold hold -> hold(hold, now);
            case RolloutCommand.Resume resume -> resume(resume, now);
            case RolloutCommand.PullBack pullBack -> pullBack(pullBack, now);
            case RolloutCommand.Abort abort -> abort(abort, now);
            case RolloutCommand.Acknowledge acknowledge -> acknowledge(acknowledge, now);
            case RolloutCommand.Presence presence -> presence(presence, now);
            case RolloutCommand.Gate gate -> gate(gate);
            case RolloutCommand.Health health -> health(health, now);
            case RolloutCommand.Accepted accepted -> accepted(accepted, now);
            case RolloutCommand.NeverArrived lost -> neverArrived(lost);
            case RolloutCommand.Settled settled -> settled(settled, now);
        };
    }

    @Override
    public void apply(RolloutEvent event) {
        state.apply(event);
    }

    public Phase phase() {
        return state.phase();
    }

    /** The wave that runs, is next, or is being pulled back; from 1. */
    public int wave() {
        return state.wave();
    }

    /** Why it is held; empty when it is not. */
    public Optional<String> held() {
        return state.held();
    }

    /** What is known of a node in one direction; empty when it was not touched. */
    public Optional<NodeState> node(Direction direction, String node) {
        return state.node(direction, node);
    }

    /** What is to be done outside, now. */
    public List<Want> wants() {
        List<Want> wants = new ArrayList<>();
        for (Dispatch dispatch : state.open()) {
            wants.add(state.job(dispatch.id())
                    .<Want>map(job -> new Want.Follow(dispatch, job))
                    .orElseGet(() -> new Want.Send(dispatch)));
        }
        if (state.phase() == Phase.APPLYING || state.phase() == Phase.SOAKING || state.phase() == Phase.PULLING_BACK) {
            wants.add(new Want.Watch(state.wave()));
        }
        return wants;
    }

    /** Why the next step forward is not taken; empty when it can be, or when there is none. */
    public Optional<String> blocked(Instant now) {
        return switch (state.phase()) {
            case WAITING -> forward(now);
            case APPLYING -> state.held();
            case SOAKING -> passing(now);
            case PULLING_BACK -> state.held();
            case DONE, PULLED_BACK, ABORTED -> Optional.empty();
        };
    }

    // ---- people

    private Outcome<RolloutEvent, RolloutReply> hold(RolloutCommand.Hold hold, Instant now) {
        if (state.phase().isOver()) {
            return refused("it is over: " + state.phase());
        }
        if (state.held().isPresent()) {
            return nothing("it is held already: " + state.held().get());
        }
        return done("held", new RolloutEvent.Held(now, hold.by(), hold.by() + ": " + hold.reason()));
    }

    private Outcome<RolloutEvent, RolloutReply> resume(RolloutCommand.Resume resume, Instant now) {
        if (state.held().isEmpty()) {
            return nothing("it is not held");
        }
        List<RolloutEvent> events = new ArrayList<>();
        events.add(new RolloutEvent.Resumed(now, resume.by()));
        if (state.phase() == Phase.PULLING_BACK) {
            events.addAll(again(now));
        }
        return new Outcome<>(events, new RolloutReply.Done("resumed"));
    }

    private Outcome<RolloutEvent, RolloutReply> pullBack(RolloutCommand.PullBack pullBack, Instant now) {
        return switch (state.phase()) {
            case PULLING_BACK -> nothing("it is being pulled back already");
            case DONE, PULLED_BACK, ABORTED -> refused("it is over: " + state.phase());
            case WAITING, APPLYING, SOAKING -> {
                if (!terms.reversible()) {
                    yield refused(
                            "a step of this change was declared irreversible; abort, and go forward with another");
                }
                yield done("pulling back", back(now, pullBack.by(), pullBack.reason()));
            }
        };
    }

    private Outcome<RolloutEvent, RolloutReply> abort(RolloutCommand.Abort abort, Instant now) {
        if (state.phase().isOver()) {
            return refused("it is over: " + state.phase());
        }
        return done(
                "aborted; nodes stay as they are",
                new RolloutEvent.PhaseBegun(now, Phase.ABORTED, state.wave(), abort.by(), abort.reason()));
    }

    private Outcome<RolloutEvent, RolloutReply> acknowledge(RolloutCommand.Acknowledge acknowledge, Instant now) {
        if (acknowledge.by().equals(terms.executor())) {
            return refused(acknowledge.by() + " executes this rollout; somebody else has to watch it");
        }
        if (!state.watches(acknowledge.by())) {
            return refused("open the health stream first: an acknowledgement is for what was seen");
        }
        return done(
                "acknowledged wave " + state.wave(),
                new RolloutEvent.Acknowledged(now, acknowledge.by(), state.wave()));
    }

    private Outcome<RolloutEvent, RolloutReply> presence(RolloutCommand.Presence presence, Instant now) {
        if (presence.by().equals(terms.executor())) {
            return nothing("the executor's own stream is not the monitor's");
        }
        if (presence.present() == state.watches(presence.by())) {
            return nothing("known");
        }
        return presence.present()
                ? done("present", new RolloutEvent.MonitorCame(now, presence.by()))
                : done("gone", new RolloutEvent.MonitorWent(now, presence.by()));
    }

    // ---- the world

    private Outcome<RolloutEvent, RolloutReply> gate(RolloutCommand.Gate gate) {
        closed = gate.closed();
        return nothing("looked at");
    }

    private Outcome<RolloutEvent, RolloutReply> health(RolloutCommand.Health health, Instant now) {
        boolean current =
                health.wave() == state.wave() && (state.phase() == Phase.APPLYING || state.phase() == Phase.SOAKING);
        if (!current) {
            return nothing("wave " + health.wave() + " is not under watch");
        }
        if (state.health().equals(Optional.of(health.signal()))) {
            return nothing("known");
        }
        List<RolloutEvent> events = new ArrayList<>();
        events.add(new RolloutEvent.HealthSaid(now, health.wave(), health.signal(), health.reason()));
        if (health.signal() == Signal.UNHEALTHY) {
            events.add(retreat(now, "wave " + health.wave() + " is unhealthy: " + health.reason()));
        }
        return new Outcome<>(events, new RolloutReply.Done("taken"));
    }

    private Outcome<RolloutEvent, RolloutReply> accepted(RolloutCommand.Accepted accepted, Instant now) {
        if (state.open(accepted.dispatch()).isEmpty()
                || state.job(accepted.dispatch()).isPresent()) {
            return nothing("known");
        }
        return done("taken", new RolloutEvent.Dispatched(now, accepted.dispatch(), accepted.job()));
    }

    private Outcome<RolloutEvent, RolloutReply> neverArrived(RolloutCommand.NeverArrived lost) {
        return state.open(lost.dispatch()).isPresent()
                ? Outcome.unchanged(new RolloutReply.Done("send it"))
                : nothing("it is settled");
    }

    private Outcome<RolloutEvent, RolloutReply> settled(RolloutCommand.Settled settled, Instant now) {
        Optional<Dispatch> dispatch = state.open(settled.dispatch());
        if (dispatch.isEmpty() || !dispatch.get().nodes().contains(settled.node())) {
            return nothing("that dispatch is settled, or never had this node");
        }
        Direction direction = dispatch.get().direction();
        if (!state.node(direction, settled.node()).equals(Optional.of(NodeState.IN_FLIGHT))) {
            return nothing("the node is settled");
        }
        if (settled.state() == NodeState.IN_FLIGHT) {
            return refused("a node does not settle as in flight");
        }
        List<RolloutEvent> events = new ArrayList<>();
        events.add(new RolloutEvent.NodeSettled(
                now, settled.dispatch(), settled.node(), settled.state(), settled.detail()));
        events.addAll(afterSettling(dispatch.get(), Map.of(settled.node(), settled.state()), now));
        return new Outcome<>(events, new RolloutReply.Done("taken"));
    }

    /** What follows from nodes that have just settled, whose states are not in the state yet. */
    private List<RolloutEvent> afterSettling(Dispatch dispatch, Map<String, NodeState> news, Instant now) {
        if (dispatch.direction() == Direction.FORWARD && state.phase() == Phase.APPLYING) {
            List<String> nodes = terms.nodes(state.wave());
            long bad = state.bad(Direction.FORWARD, nodes).size()
                    + news.values().stream().filter(NodeState::isBad).count();
            if (bad > terms.bears(state.wave())) {
                return List.of(retreat(
                        now,
                        bad + " of " + nodes.size() + " nodes of wave " + state.wave() + " are not done; "
                                + terms.bears(state.wave()) + " were to be borne: " + describe(news)));
            }
        }
        if (dispatch.direction() == Direction.BACK
                && state.held().isEmpty()
                && news.values().stream().anyMatch(NodeState::isBad)) {
            return List.of(new RolloutEvent.Held(
                    now, ITSELF, "a node could not be brought back and needs a person: " + describe(news)));
        }
        return List.of();
    }

    private static String describe(Map<String, NodeState> news) {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(news).forEach((node, became) -> {
            if (became.isBad()) {
                text.append(text.isEmpty() ? "" : ", ").append(node).append(' ').append(became);
            }
        });
        return text.toString();
    }

    // ---- time

    @Override
    public Optional<Instant> due() {
        Stream<Instant> deadlines = state.open().stream().map(Dispatch::deadline);
        Stream<Instant> soak = state.phase() == Phase.SOAKING
                ? state.phaseSince().map(since -> since.plus(terms.soak())).stream()
                : Stream.empty();
        return Stream.concat(deadlines, soak).min(Instant::compareTo);
    }

    /** The next step, if there is one to take: one a call, so that each is durable before the next is decided. */
    @Override
    public List<RolloutEvent> tick(Instant now) {
        for (Dispatch dispatch : state.open()) {
            if (!now.isBefore(dispatch.deadline())) {
                return timeOut(dispatch, now);
            }
        }
        if (state.held().isPresent()) {
            return List.of();
        }
        return switch (state.phase()) {
            case WAITING -> begin(now);
            case APPLYING -> nextBatch(now);
            case SOAKING -> pass(now);
            case PULLING_BACK -> nextBack(now);
            case DONE, PULLED_BACK, ABORTED -> List.of();
        };
    }

    private List<RolloutEvent> timeOut(Dispatch dispatch, Instant now) {
        Map<String, NodeState> news = new TreeMap<>();
        List<RolloutEvent> events = new ArrayList<>();
        for (String node : dispatch.nodes()) {
            if (state.node(dispatch.direction(), node).equals(Optional.of(NodeState.IN_FLIGHT))) {
                boolean sent = state.job(dispatch.id()).isPresent();
                NodeState became = sent ? NodeState.TIMED_OUT : NodeState.UNKNOWN;
                String detail = sent
                        ? "no answer within " + terms.nodeTimeout()
                        : "the target never said that it took the dispatch";
                news.put(node, became);
                events.add(new RolloutEvent.NodeSettled(now, dispatch.id(), node, became, detail));
            }
        }
        events.addAll(afterSettling(dispatch, news, now));
        return events;
    }

    private List<RolloutEvent> begin(Instant now) {
        if (forward(now).isPresent()) {
            return List.of();
        }
        return List.of(new RolloutEvent.PhaseBegun(
                now, Phase.APPLYING, state.wave(), ITSELF, "every gate of wave " + state.wave() + " is open"));
    }

    private List<RolloutEvent> nextBatch(Instant now) {
        if (!state.open().isEmpty()) {
            return List.of();
        }
        for (List<String> batch : terms.batches(state.wave())) {
            List<String> untouched = batch.stream()
                    .filter(node -> state.node(Direction.FORWARD, node).isEmpty())
                    .toList();
            if (!untouched.isEmpty()) {
                return List.of(intend(Direction.FORWARD, state.wave(), untouched, now));
            }
        }
        return List.of(new RolloutEvent.PhaseBegun(
                now, Phase.SOAKING, state.wave(), ITSELF, "all nodes of wave " + state.wave() + " are settled"));
    }

    private List<RolloutEvent> pass(Instant now) {
        if (passing(now).isPresent()) {
            return List.of();
        }
        boolean last = state.wave() == terms.plan().waves().size();
        return List.of(new RolloutEvent.PhaseBegun(
                now,
                last ? Phase.DONE : Phase.WAITING,
                last ? state.wave() : state.wave() + 1,
                ITSELF,
                "wave " + state.wave() + " is healthy"));
    }

    /**
     * The next nodes to bring back. What is still on its way forward is not waited for elsewhere in its wave, but no older
     * wave begins before it has settled and gone back as well.
     */
    private List<RolloutEvent> nextBack(Instant now) {
        if (state.open().stream().anyMatch(dispatch -> dispatch.direction() == Direction.BACK)) {
            return List.of();
        }
        for (int wave = state.wave(); wave >= 1; wave--) {
            if (state.isBack(wave)) {
                continue;
            }
            boolean moving = false;
            for (List<String> batch : terms.batches(wave).reversed()) {
                List<String> left = new ArrayList<>();
                for (String node : state.touched(batch)) {
                    boolean inFlight = state.node(Direction.FORWARD, node).equals(Optional.of(NodeState.IN_FLIGHT));
                    moving |= inFlight;
                    if (!inFlight && state.node(Direction.BACK, node).isEmpty()) {
                        left.add(node);
                    }
                }
                if (!left.isEmpty()) {
                    return List.of(intend(Direction.BACK, wave, left, now));
                }
            }
            if (moving) {
                return List.of();
            }
            List<String> stuck = state.bad(Direction.BACK, terms.nodes(wave));
            return List.of(
                    stuck.isEmpty()
                            ? new RolloutEvent.WaveBack(now, wave)
                            : new RolloutEvent.Held(
                                    now, ITSELF, "these nodes could not be brought back: " + String.join(", ", stuck)));
        }
        return List.of(new RolloutEvent.PhaseBegun(
                now, Phase.PULLED_BACK, state.wave(), ITSELF, "every touched node has its former revision"));
    }

    /** Nodes that could not be brought back, once more; by a person's word only. */
    private List<RolloutEvent> again(Instant now) {
        for (int wave = state.wave(); wave >= 1; wave--) {
            for (List<String> batch : terms.batches(wave).reversed()) {
                List<String> bad = state.bad(Direction.BACK, batch);
                if (!bad.isEmpty()
                        && state.open().stream().noneMatch(dispatch -> dispatch.direction() == Direction.BACK)) {
                    return List.of(intend(Direction.BACK, wave, bad, now));
                }
            }
        }
        return List.of();
    }

    private RolloutEvent intend(Direction direction, int wave, List<String> nodes, Instant now) {
        String id = terms.id() + "." + (state.dispatches() + 1);
        return new RolloutEvent.Intended(now, new Dispatch(id, wave, direction, nodes, now.plus(terms.nodeTimeout())));
    }

    // ---- gates

    private Optional<String> forward(Instant now) {
        if (state.held().isPresent()) {
            return state.held();
        }
        if (!state.open().isEmpty()) {
            return Optional.of("nodes are still in flight");
        }
        if (closed.isPresent()) {
            return closed;
        }
        return monitor(now);
    }

    private Optional<String> passing(Instant now) {
        if (state.held().isPresent()) {
            return state.held();
        }
        Instant until = state.phaseSince().orElse(now).plus(terms.soak());
        if (now.isBefore(until)) {
            return Optional.of("it soaks until " + until);
        }
        if (!state.health().equals(Optional.of(Signal.HEALTHY))) {
            return Optional.of("its health is not known to be good");
        }
        return monitor(now);
    }

    private Optional<String> monitor(Instant now) {
        if (!state.watched()) {
            return Optional.of(
                    "nobody watches: a monitor who is not " + terms.executor() + " has to have the health stream open");
        }
        Optional<Instant> acknowledged = state.acknowledgedAt();
        if (acknowledged.isEmpty()
                || acknowledged.get().plus(terms.acknowledgeWithin()).isBefore(now)) {
            return Optional.of("the monitor has not acknowledged within " + terms.acknowledgeWithin());
        }
        return Optional.empty();
    }

    private RolloutEvent retreat(Instant now, String reason) {
        return terms.reversible()
                ? back(now, ITSELF, reason)
                : new RolloutEvent.Held(now, ITSELF, reason + "; it cannot be taken back, a person has to decide");
    }

    private RolloutEvent back(Instant now, String by, String reason) {
        return new RolloutEvent.PhaseBegun(now, Phase.PULLING_BACK, state.wave(), by, reason);
    }

    // ---- replies

    private static Outcome<RolloutEvent, RolloutReply> done(String what, RolloutEvent event) {
        return new Outcome<>(List.of(event), new RolloutReply.Done(what));
    }

    private static Outcome<RolloutEvent, RolloutReply> nothing(String why) {
        return Outcome.unchanged(new RolloutReply.Nothing(why));
    }

    private static Outcome<RolloutEvent, RolloutReply> refused(String why) {
        return Outcome.unchanged(new RolloutReply.Refused(why));
    }
}
