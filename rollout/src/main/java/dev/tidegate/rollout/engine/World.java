package dev.tidegate.rollout.engine;

import dev.tidegate.model.Wording;
import dev.tidegate.model.shard.Outcome;
import dev.tidegate.rollout.engine.RolloutCommand.Health.Signal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What targets, watches and repositories tell a rollout, and what follows. What comes twice, or too late, changes nothing. */
final class World {
    private static final int NAMED = 10;

    private final Terms terms;
    private final RolloutState state;
    private final Steps steps;
    private final Retreat retreat;

    World(Terms terms, RolloutState state, Steps steps, Retreat retreat) {
        this.terms = terms;
        this.state = state;
        this.steps = steps;
        this.retreat = retreat;
    }

    Outcome<RolloutEvent, RolloutReply> wayBack(RolloutCommand.WayBack way, Instant now) {
        if (state.prepared() || state.phase() != Phase.WAITING) {
            return Said.nothing("known");
        }
        List<RolloutEvent> events = new ArrayList<>();
        events.add(new RolloutEvent.WayBackProven(now, way.former(), way.silent(), way.packages()));
        if (!way.silent().isEmpty()) {
            events.add(new RolloutEvent.Held(
                    now,
                    Rollout.ITSELF,
                    way.silent().size() + " of " + Wording.count(terms.nodes().size(), "node")
                            + " do not say what they have now, so their way back is not known: " + named(way)
                            + "; resume to go on without them, they count against their waves, or abort"));
        }
        return Said.taken(events);
    }

    private static String named(RolloutCommand.WayBack way) {
        String names = String.join(", ", way.silent().stream().limit(NAMED).toList());
        return way.silent().size() > NAMED ? names + " and " + (way.silent().size() - NAMED) + " more" : names;
    }

    Outcome<RolloutEvent, RolloutReply> noWayBack(RolloutCommand.NoWayBack no, Instant now) {
        if (state.prepared() || state.phase() != Phase.WAITING || state.held().isPresent()) {
            return Said.nothing("known");
        }
        return Said.done(
                "taken",
                new RolloutEvent.Held(
                        now,
                        Rollout.ITSELF,
                        "the way back is not there, so nothing is touched: " + no.reason()
                                + "; resume to look again, or abort"));
    }

    Outcome<RolloutEvent, RolloutReply> published(RolloutCommand.Published done, Instant now) {
        return state.published(done.direction())
                ? Said.nothing("known")
                : Said.done("taken", new RolloutEvent.Published(now, done.direction(), done.snapshots()));
    }

    Outcome<RolloutEvent, RolloutReply> watchOpened(RolloutCommand.WatchOpened opened, Instant now) {
        return state.watched(opened.wave(), opened.direction())
                ? Said.nothing("known")
                : Said.done(
                        "taken",
                        new RolloutEvent.WatchOpened(now, opened.wave(), opened.direction(), opened.problem()));
    }

    Outcome<RolloutEvent, RolloutReply> watchClosed(RolloutCommand.WatchClosed closed, Instant now) {
        return state.begun().contains(closed.wave())
                ? Said.done("taken", new RolloutEvent.WatchClosed(now, closed.wave()))
                : Said.nothing("known");
    }

    Outcome<RolloutEvent, RolloutReply> recorded(RolloutCommand.Recorded recorded, Instant now) {
        return state.unrecorded().contains(new RolloutState.Side(recorded.wave(), recorded.direction()))
                ? Said.done(
                        "taken",
                        new RolloutEvent.Recorded(now, recorded.wave(), recorded.direction(), recorded.reference()))
                : Said.nothing("known");
    }

    Outcome<RolloutEvent, RolloutReply> silent(RolloutCommand.Silent silent, Instant now) {
        return state.lost(silent.who())
                ? Said.nothing("known")
                : Said.done("taken", new RolloutEvent.Lost(now, silent.who(), silent.reason()));
    }

    Outcome<RolloutEvent, RolloutReply> answers(RolloutCommand.Answers answers, Instant now) {
        return state.lost(answers.who())
                ? Said.done("taken", new RolloutEvent.Found(now, answers.who(), now.plus(terms.nodeTimeout())))
                : Said.nothing("known");
    }

    Outcome<RolloutEvent, RolloutReply> takenUp(RolloutCommand.TakeUp takeUp, Instant now) {
        return state.orders().open().isEmpty()
                ? Said.nothing("nothing was open")
                : Said.done("taken", new RolloutEvent.TakenUp(now, takeUp.by(), now.plus(terms.nodeTimeout())));
    }

    Outcome<RolloutEvent, RolloutReply> health(RolloutCommand.Health health, Instant now) {
        if (health.direction() == Direction.BACK) {
            return state.phase() == Phase.PULLING_BACK && state.isBack(health.wave())
                    ? Said.done("taken", said(health, now))
                    : Said.nothing("wave " + health.wave() + " is not under watch");
        }
        boolean current =
                health.wave() == state.wave() && (state.phase() == Phase.APPLYING || state.phase() == Phase.SOAKING);
        if (!current) {
            return Said.nothing("wave " + health.wave() + " is not under watch");
        }
        if (state.says(health.signal())) {
            return Said.nothing("known");
        }
        List<RolloutEvent> events = new ArrayList<>();
        events.add(said(health, now));
        if (health.signal() == Signal.UNHEALTHY) {
            events.add(retreat.begin(now, "wave " + health.wave() + " is unhealthy: " + health.reason()));
        }
        return Said.taken(events);
    }

    private static RolloutEvent said(RolloutCommand.Health health, Instant now) {
        return new RolloutEvent.HealthSaid(now, health.wave(), health.direction(), health.signal(), health.reason());
    }

    Outcome<RolloutEvent, RolloutReply> accepted(RolloutCommand.Accepted accepted, Instant now) {
        if (state.orders().open(accepted.dispatch()).isEmpty()
                || state.orders().job(accepted.dispatch()).isPresent()) {
            return Said.nothing("known");
        }
        return Said.done("taken", new RolloutEvent.Dispatched(now, accepted.dispatch(), accepted.job()));
    }

    Outcome<RolloutEvent, RolloutReply> neverArrived(RolloutCommand.NeverArrived lost, Instant now) {
        Optional<Dispatch> open = state.orders().open(lost.dispatch());
        if (open.isEmpty() || state.orders().job(lost.dispatch()).isPresent()) {
            return Said.nothing("it is settled, or was taken");
        }
        return steps.maySend(open.get())
                ? Outcome.unchanged(new RolloutReply.Done("send it"))
                : Said.done("withdrawn", new RolloutEvent.Withdrawn(now, lost.dispatch()));
    }

    Outcome<RolloutEvent, RolloutReply> settled(RolloutCommand.Settled settled, Instant now) {
        if (settled.state() == NodeState.IN_FLIGHT) {
            return Said.refused("a node does not settle as in flight");
        }
        Optional<Dispatch> late = state.orders().late(settled.dispatch());
        if (late.isPresent()) {
            return afterItsTime(late.get(), settled, now);
        }
        Optional<Dispatch> dispatch = state.orders().open(settled.dispatch());
        if (dispatch.isEmpty() || !dispatch.get().nodes().contains(settled.node())) {
            return Said.nothing("that dispatch is settled, or never had this node");
        }
        Direction direction = dispatch.get().direction();
        Optional<NodeState> before = state.orders().node(direction, settled.node());
        if (before.equals(Optional.of(NodeState.TIMED_OUT))) {
            return afterItsTime(dispatch.get(), settled, now);
        }
        if (!before.equals(Optional.of(NodeState.IN_FLIGHT))) {
            return Said.nothing("the node is settled");
        }
        List<RolloutEvent> events = new ArrayList<>();
        events.add(settled(settled, now, settled.detail()));
        events.addAll(steps.afterSettling(dispatch.get(), Map.of(settled.node(), settled.state()), now));
        return Said.taken(events);
    }

    /** A node that was given up has ended after all; if it has gone back since, it has to go back again. */
    private Outcome<RolloutEvent, RolloutReply> afterItsTime(
            Dispatch dispatch, RolloutCommand.Settled settled, Instant now) {
        String node = settled.node();
        if (!state.orders().node(dispatch.direction(), node).equals(Optional.of(NodeState.TIMED_OUT))
                || settled.state() == NodeState.TIMED_OUT) {
            return Said.nothing("the node is settled");
        }
        Optional<NodeState> back = state.orders().node(Direction.BACK, node);
        if (dispatch.direction() == Direction.FORWARD && back.equals(Optional.of(NodeState.IN_FLIGHT))) {
            return Said.nothing("it is on its way back, which is proven anew");
        }
        List<RolloutEvent> events = new ArrayList<>();
        events.add(settled(settled, now, "after its time: " + settled.detail()));
        if (dispatch.direction() == Direction.FORWARD
                && settled.state() == NodeState.PROVEN
                && back.equals(Optional.of(NodeState.PROVEN))) {
            events.add(new RolloutEvent.Relapsed(
                    now, dispatch.wave(), node, "it was back, and has carried out an older order since"));
        }
        return Said.taken(events);
    }

    private static RolloutEvent settled(RolloutCommand.Settled settled, Instant now, String detail) {
        return new RolloutEvent.NodeSettled(now, settled.dispatch(), settled.node(), settled.state(), detail);
    }
}
