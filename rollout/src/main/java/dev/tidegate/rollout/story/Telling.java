package dev.tidegate.rollout.story;

import dev.tidegate.model.Wording;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.EventWords;
import dev.tidegate.rollout.engine.NodeState;
import dev.tidegate.rollout.engine.Rollout;
import dev.tidegate.rollout.engine.RolloutCommand.Health.Signal;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.engine.Terms;
import dev.tidegate.rollout.story.Chronicle.Agreement;
import dev.tidegate.rollout.story.Chronicle.Back;
import dev.tidegate.rollout.story.Chronicle.Line;
import dev.tidegate.rollout.story.Chronicle.Presence;
import dev.tidegate.rollout.story.Chronicle.Seen;
import dev.tidegate.rollout.story.Chronicle.Turn;
import dev.tidegate.rollout.story.Chronicle.WaveStory;
import dev.tidegate.rollout.story.Chronicle.What;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Hears one event after the other, and keeps what is worth telling. */
final class Telling {
    private final Terms terms;
    private final List<Line> lines = new ArrayList<>();
    private final Map<Integer, Way> forward = new TreeMap<>();
    private final Map<Integer, Way> back = new HashMap<>();
    private final Map<String, Way> ways = new HashMap<>();
    private final List<Turn> turns = new ArrayList<>();
    private final List<Presence> presences = new ArrayList<>();
    private final List<Agreement> agreements = new ArrayList<>();
    private int wave = 1;

    Telling(Brief brief) {
        this.terms = brief.terms();
        lines.add(new Line(
                brief.begunAt(),
                terms.executor() + " began to roll out \"" + brief.title() + "\" to "
                        + Wording.count(terms.nodes().size(), "node") + " in "
                        + Wording.count(terms.waves().size(), "wave")));
    }

    /** A wave in one direction. */
    private static final class Way {
        private final Instant begun;
        private @Nullable Instant settled;
        private @Nullable Instant left;
        private final Map<String, NodeState> nodes = new HashMap<>();
        private final List<Seen> seen = new ArrayList<>();

        Way(Instant begun) {
            this.begun = begun;
        }

        Map<NodeState, Integer> states() {
            Map<NodeState, Integer> states = new EnumMap<>(NodeState.class);
            nodes.values().forEach(state -> states.merge(state, 1, Integer::sum));
            return states;
        }

        void see(Instant at, Signal signal, String reason) {
            boolean again = !seen.isEmpty() && seen.getLast().signal() == signal;
            Instant first = again ? seen.removeLast().at() : at;
            seen.add(new Seen(first, signal, reason));
        }
    }

    void hear(RolloutEvent event) {
        if (isALine(event)) {
            lines.add(new Line(event.at(), EventWords.told(event)));
        }
        switch (event) {
            case RolloutEvent.PhaseBegun begun -> phase(begun);
            case RolloutEvent.Held held -> turn(held.at(), What.HELD, held.by(), held.reason());
            case RolloutEvent.Resumed resumed -> turn(resumed.at(), What.RESUMED, resumed.by(), "");
            case RolloutEvent.Lost lost ->
                turn(lost.at(), What.LOST, Rollout.ITSELF, lost.who() + ": " + lost.reason());
            case RolloutEvent.TakenUp taken -> turn(taken.at(), What.TAKEN_UP, Rollout.ITSELF, taken.by());
            case RolloutEvent.Yielded yielded -> turn(yielded.at(), What.YIELDED, Rollout.ITSELF, yielded.reason());
            case RolloutEvent.Insisted insisted ->
                turn(insisted.at(), What.INSISTED, Rollout.ITSELF, insisted.reason());
            case RolloutEvent.Found found -> turn(found.at(), What.FOUND, Rollout.ITSELF, found.who());
            case RolloutEvent.Acknowledged said -> agreements.add(new Agreement(said.by(), said.wave(), said.at()));
            case RolloutEvent.MonitorCame came -> presences.add(new Presence(came.by(), came.at(), Optional.empty()));
            case RolloutEvent.MonitorWent went -> leaves(went);
            case RolloutEvent.HealthSaid said ->
                way(said.wave(), said.direction(), said.at()).see(said.at(), said.signal(), said.reason());
            case RolloutEvent.Intended intended -> {
                Way way = way(intended.dispatch().wave(), intended.dispatch().direction(), intended.at());
                ways.put(intended.dispatch().id(), way);
                intended.dispatch().nodes().forEach(node -> way.nodes.put(node, NodeState.IN_FLIGHT));
            }
            case RolloutEvent.NodeSettled settled -> {
                Way way = ways.get(settled.dispatch());
                if (way != null) {
                    way.nodes.put(settled.node(), settled.state());
                }
            }
            case RolloutEvent.Skipped skipped ->
                way(skipped.wave(), Direction.FORWARD, skipped.at()).nodes.put(skipped.node(), NodeState.UNREACHABLE);
            case RolloutEvent.WaveBack done -> way(done.wave(), Direction.BACK, done.at()).settled = done.at();
            // what is behind the steps, and in the list of events
            case RolloutEvent.WayBackProven unused -> {}
            case RolloutEvent.Published unused -> {}
            case RolloutEvent.WatchOpened unused -> {}
            case RolloutEvent.WatchClosed unused -> {}
            case RolloutEvent.Dispatched unused -> {}
            case RolloutEvent.Withdrawn unused -> {}
            case RolloutEvent.Relapsed unused -> {}
            case RolloutEvent.Recorded unused -> {}
        }
    }

    private static boolean isALine(RolloutEvent event) {
        return switch (event) {
            case RolloutEvent.NodeSettled settled -> settled.state() != NodeState.PROVEN;
            case RolloutEvent.Dispatched unused -> false;
            default -> true;
        };
    }

    private void phase(RolloutEvent.PhaseBegun begun) {
        Way current = forward.get(wave);
        switch (begun.phase()) {
            case APPLYING -> way(begun.wave(), Direction.FORWARD, begun.at());
            case SOAKING -> way(begun.wave(), Direction.FORWARD, begun.at()).settled = begun.at();
            case WAITING, PULLING_BACK, DONE, PULLED_BACK, ABORTED -> {
                if (current != null && current.left == null) {
                    current.left = begun.at();
                }
            }
        }
        switch (begun.phase()) {
            case WAITING, APPLYING, SOAKING -> wave = begun.wave();
            case PULLING_BACK -> turn(begun.at(), What.PULLING_BACK, begun.by(), begun.reason());
            case DONE -> turn(begun.at(), What.DONE, begun.by(), begun.reason());
            case PULLED_BACK -> turn(begun.at(), What.PULLED_BACK, begun.by(), begun.reason());
            case ABORTED -> turn(begun.at(), What.ABORTED, begun.by(), begun.reason());
        }
    }

    private void turn(Instant at, What what, String by, String reason) {
        turns.add(new Turn(at, what, wave, Optional.of(by).filter(name -> !name.equals(Rollout.ITSELF)), reason));
    }

    private void leaves(RolloutEvent.MonitorWent went) {
        for (int i = presences.size() - 1; i >= 0; i--) {
            Presence presence = presences.get(i);
            if (presence.name().equals(went.by()) && presence.to().isEmpty()) {
                presences.set(i, new Presence(presence.name(), presence.from(), Optional.of(went.at())));
                return;
            }
        }
    }

    private Way way(int number, Direction direction, Instant at) {
        return (direction == Direction.FORWARD ? forward : back).computeIfAbsent(number, unused -> new Way(at));
    }

    Chronicle story() {
        List<WaveStory> waves = new ArrayList<>();
        forward.forEach((number, way) -> waves.add(new WaveStory(
                number,
                terms.nodes(number).size(),
                way.begun,
                Optional.ofNullable(way.settled),
                Optional.ofNullable(way.left),
                way.states(),
                way.seen,
                Optional.ofNullable(back.get(number))
                        .map(gone ->
                                new Back(gone.begun, Optional.ofNullable(gone.settled), gone.states(), gone.seen)))));
        return new Chronicle(lines, waves, turns, presences, agreements);
    }
}
