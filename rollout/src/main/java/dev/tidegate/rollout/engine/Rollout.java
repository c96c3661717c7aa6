package dev.tidegate.rollout.engine;

import dev.tidegate.model.shard.Outcome;
import dev.tidegate.model.shard.Shard;
import dev.tidegate.rollout.change.PackageSnapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One rollout.
 *
 * <pre>
 *          gates open            all settled             soaked, healthy
 *  WAITING ──────────▶ APPLYING ───────────▶ SOAKING ──────────────────▶ DONE   after the last wave
 *    ▲ │                  │                   │  │
 *    │ │                  │ too many bad,     │  │ soaked, healthy
 *    │ │ a person         │ unhealthy,        │  │
 *    │ │                  │ a person          │  │
 *    └─┼──────────────────┼───────────────────┼──┘   next wave
 *      ▼                  ▼                   ▼
 *  PULLING_BACK ──▶ PULLED_BACK               newest wave first, each node proven
 *
 *  WAITING, APPLYING, SOAKING, PULLING_BACK ──▶ ABORTED       a person; nodes stay as they are
 *  DONE, ABORTED ──▶ PULLING_BACK                             a person, afterwards; see there
 * </pre>
 *
 * <p>One node on its way, in either direction; a late one is asked again as long as the rollout lasts:
 *
 * <pre>
 *   untouched ──intended──▶ in flight ──read back──▶ proven
 *       ▲                    │  │  └──deadline──▶ timed out ──read back late──▶ proven
 *       └──── withdrawn ─────┘  └──▶ failed, unreachable, unknown
 * </pre>
 *
 * <p>It is told what people and the world say, and gives back facts. What is to be done outside follows from its state
 * ({@link #wants}), never from having said so: after a crash, the state is built again from the facts and wants the same. An
 * intention is a fact before anything is sent; whoever finds an intention that it did not record itself asks the target
 * first what became of it.
 *
 * <p>Safety before progress. Every step forward needs every gate: the way back is proven, nobody holds it, the calendar is
 * open, a monitor who is not the executor watches and has acknowledged lately, nothing is in flight, health does not say
 * Unhealthy, and no other rollout has a member of the same quorum groups ({@link Quorums}). Pulling back needs none of them;
 * for a member that another rollout moves it waits for as long as a node may take. It goes wave by wave, newest first, all domains one after the other, and holds
 * when a node cannot be brought back, since no machine knows better then.
 *
 * <p>What is done or aborted can still be taken back, by a person only, and never where something newer has come since:
 * whoever takes up a rollout that is over looks at that before, since it is outside of what a rollout knows.
 *
 * <p>What starts a pull-back: an Unhealthy verdict, more bad nodes than the terms bear, a bad member of a quorum group, a person. What never does: missing
 * evidence, a lost monitor, a closing window, a target that cannot be asked; these hold.
 */
public final class Rollout implements Shard<RolloutCommand, RolloutEvent, RolloutReply> {
    /** The name under which the rollout itself acts. */
    public static final String ITSELF = "tidegate";
    /** How a target is called among those who may not answer; its name follows. */
    public static final String TARGET = "target ";
    /** How the package repository is called among them. */
    public static final String PACKAGES = "the package repository";
    /** How the review is called among them. */
    public static final String REVIEW = "the review";

    private final RolloutState state = new RolloutState();
    private final Gates gates;
    private final Quorums quorums;
    private final Retreat retreat;
    private final Steps steps;
    private final People people;
    private final World world;
    private final Terms terms;

    public Rollout(Terms terms) {
        this.terms = terms;
        this.gates = new Gates(terms, state);
        this.quorums = new Quorums(terms, state);
        Intents intents = new Intents(terms, state);
        this.retreat = new Retreat(terms, state, intents, quorums);
        this.steps = new Steps(terms, state, gates, intents, retreat, quorums);
        this.people = new People(terms, state, retreat);
        this.world = new World(terms, state, steps, retreat);
    }

    @Override
    public Outcome<RolloutEvent, RolloutReply> decide(RolloutCommand command, Instant now) {
        return switch (command) {
            case RolloutCommand.Hold hold -> people.hold(hold, now);
            case RolloutCommand.Resume resume -> people.resume(resume, now);
            case RolloutCommand.PullBack pullBack -> people.pullBack(pullBack, now);
            case RolloutCommand.Abort abort -> people.abort(abort, now);
            case RolloutCommand.Acknowledge acknowledge -> people.acknowledge(acknowledge, now);
            case RolloutCommand.Presence presence -> people.presence(presence, now);
            case RolloutCommand.Gate gate -> gate(gate);
            case RolloutCommand.Neighbours neighbours -> neighbours(neighbours);
            case RolloutCommand.WayBack way -> world.wayBack(way, now);
            case RolloutCommand.NoWayBack no -> world.noWayBack(no, now);
            case RolloutCommand.Published published -> world.published(published, now);
            case RolloutCommand.WatchOpened opened -> world.watchOpened(opened, now);
            case RolloutCommand.WatchClosed closed -> world.watchClosed(closed, now);
            case RolloutCommand.Health health -> world.health(health, now);
            case RolloutCommand.Silent silent -> world.silent(silent, now);
            case RolloutCommand.Answers answers -> world.answers(answers, now);
            case RolloutCommand.TakeUp takeUp -> world.takenUp(takeUp, now);
            case RolloutCommand.Accepted accepted -> world.accepted(accepted, now);
            case RolloutCommand.NeverArrived lost -> world.neverArrived(lost, now);
            case RolloutCommand.Settled settled -> world.settled(settled, now);
            case RolloutCommand.Recorded recorded -> world.recorded(recorded, now);
        };
    }

    private Outcome<RolloutEvent, RolloutReply> gate(RolloutCommand.Gate gate) {
        gates.outside(gate.closed());
        return Said.nothing("looked at");
    }

    private Outcome<RolloutEvent, RolloutReply> neighbours(RolloutCommand.Neighbours neighbours) {
        neighbours.unknown().ifPresentOrElse(quorums::unseen, () -> quorums.seen(neighbours.all()));
        return Said.nothing("looked at");
    }

    @Override
    public void apply(RolloutEvent event) {
        state.apply(event);
        if (event instanceof RolloutEvent.PhaseBegun) {
            gates.outside(Optional.of(Gates.NOT_LOOKED_AT));
        }
    }

    @Override
    public Optional<Instant> due() {
        return steps.due();
    }

    @Override
    public List<RolloutEvent> tick(Instant now) {
        return steps.tick(now);
    }

    /** What is to be done outside, now. */
    public List<Want> wants() {
        List<Want> wants = new ArrayList<>();
        if (state.phase() == Phase.WAITING && !state.prepared() && state.held().isEmpty()) {
            wants.add(new Want.Prepare());
        }
        if (state.phase() == Phase.WAITING) {
            wants.add(new Want.Look(state.wave()));
        }
        if (!state.phase().isOver() && !quorums.isEmpty()) {
            wants.add(new Want.LookAround());
        }
        publishing(wants);
        for (Dispatch dispatch : state.orders().open()) {
            wants.add(state.orders()
                    .job(dispatch.id())
                    .<Want>map(job -> new Want.Follow(dispatch, job))
                    .orElseGet(() -> steps.maySend(dispatch) ? new Want.Send(dispatch) : new Want.Find(dispatch)));
        }
        if (!state.phase().isOver()) {
            for (Dispatch dispatch : state.orders().late()) {
                state.orders().job(dispatch.id()).ifPresent(job -> wants.add(new Want.Follow(dispatch, job)));
            }
        }
        watching(wants);
        // one after the other: what is written last is what the repository takes for deployed
        state.unrecorded().stream()
                .findFirst()
                .ifPresent(side -> wants.add(new Want.WriteDown(side.wave(), side.direction())));
        return wants;
    }

    private void publishing(List<Want> wants) {
        if (state.phase() == Phase.APPLYING
                && !terms.packages().isEmpty()
                && !state.published(Direction.FORWARD)
                && state.held().isEmpty()) {
            wants.add(new Want.Publish(Direction.FORWARD, terms.packages()));
        }
        if (state.phase() == Phase.PULLING_BACK
                && retreat.publishes()
                && state.held().isEmpty()) {
            wants.add(new Want.Publish(Direction.BACK, state.formerPackages()));
        }
    }

    private void watching(List<Want> wants) {
        boolean running = state.phase() == Phase.APPLYING || state.phase() == Phase.SOAKING;
        boolean goingBack = state.phase() == Phase.PULLING_BACK;
        for (int wave : state.begun()) {
            boolean still = running || goingBack && state.watched(wave, Direction.FORWARD) && !state.isBack(wave);
            wants.add(wave == state.wave() && still ? new Want.Watch(wave, Direction.FORWARD) : new Want.Unwatch(wave));
        }
        for (int wave = state.wave(); wave >= 1; wave--) {
            boolean touched = !state.orders().touched(terms.nodes(wave)).isEmpty();
            if (state.isBack(wave) && touched && (goingBack || !state.watched(wave, Direction.BACK))) {
                wants.add(new Want.Watch(wave, Direction.BACK));
            }
        }
    }

    /** Whether nothing happens any more, and nothing is left to do. */
    public boolean settled() {
        return state.phase().isOver() && wants().isEmpty();
    }

    /** Whether it did not end with every node proven to have the revision. */
    public boolean failed() {
        return state.phase() != Phase.DONE
                || !terms.nodes().stream()
                        .allMatch(node -> node(Direction.FORWARD, node).equals(Optional.of(NodeState.PROVEN)));
    }

    /** Why the next step is not taken; empty when it can be, or when there is none. */
    public Optional<String> blocked(Instant now) {
        return switch (state.phase()) {
            case WAITING -> gates.forward(now).or(() -> quorums.wave(state.wave()));
            case APPLYING -> gates.batch().or(steps::waits);
            case SOAKING -> gates.passing(now);
            case PULLING_BACK -> gates.back().or(retreat::waits);
            case DONE, PULLED_BACK, ABORTED -> Optional.empty();
        };
    }

    /** What it has of quorum groups now; none of it may be another's. */
    public List<Grip> grips() {
        return quorums.grips();
    }

    public Terms terms() {
        return terms;
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

    /** Who watches now. */
    public Set<String> monitors() {
        return state.monitors();
    }

    /** Until when the wave soaks at least; empty when it does not. */
    public Optional<Instant> soakUntil() {
        return gates.soakUntil();
    }

    /** What was said last of the wave's health. */
    public Optional<RolloutCommand.Health.Signal> signal() {
        return state.health().map(RolloutState.HealthNow::signal);
    }

    /** In words, with {@link #signal}. */
    public Optional<String> signalReason() {
        return state.health().map(RolloutState.HealthNow::reason);
    }

    /** What is known of a node in one direction; empty when it was not touched. */
    public Optional<NodeState> node(Direction direction, String node) {
        return state.orders().node(direction, node);
    }

    /** How a node settled, in words; empty when it has not. */
    public String detail(Direction direction, String node) {
        return state.orders().detail(direction, node);
    }

    /** What a node had before; empty as long as that is not known. */
    public Optional<String> former(String node) {
        return state.former(node);
    }

    /** Nodes of a wave that were told to go forward, whatever became of it. */
    public List<String> touched(int wave) {
        return state.orders().touched(terms.nodes(wave));
    }

    /** Whether every touched node of a wave has its former revision again. */
    public boolean isBack(int wave) {
        return state.isBack(wave);
    }

    /** Whether a watch of a wave was opened. */
    public boolean watched(int wave, Direction direction) {
        return state.watched(wave, direction);
    }

    /** Whether packages were switched, and read back. */
    public boolean published(Direction direction) {
        return state.published(direction);
    }

    /** Whether an intention may still be sent. */
    public boolean maySend(String dispatch) {
        return state.orders().open(dispatch).filter(steps::maySend).isPresent();
    }

    /** Which way a dispatch that has not settled goes. */
    public Optional<Direction> direction(String dispatch) {
        return state.orders()
                .open(dispatch)
                .or(() -> state.orders().late(dispatch))
                .map(Dispatch::direction);
    }

    /** What was published before; empty as long as that is not known. */
    public List<PackageSnapshot> formerPackages() {
        return state.formerPackages();
    }
}
