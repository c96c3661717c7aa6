package dev.tidegate.rollout.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way back: newest wave first, in a wave the last batch first, never through canary steps. It waits for nothing but what
 * it cannot do without: the former packages, and the nodes before; and for a while for a member of a quorum group that another
 * rollout moves.
 */
final class Retreat {
    private final Terms terms;
    private final RolloutState state;
    private final Orders orders;
    private final Intents intents;
    private final Quorums quorums;

    Retreat(Terms terms, RolloutState state, Intents intents, Quorums quorums) {
        this.terms = terms;
        this.state = state;
        this.orders = state.orders();
        this.intents = intents;
        this.quorums = quorums;
    }

    /** Begins it, for a reason that is not a person. */
    RolloutEvent begin(Instant now, String reason) {
        return terms.reversible()
                ? by(now, Rollout.ITSELF, reason)
                : new RolloutEvent.Held(
                        now, Rollout.ITSELF, reason + "; it cannot be taken back, a person has to decide");
    }

    RolloutEvent by(Instant now, String by, String reason) {
        return new RolloutEvent.PhaseBegun(now, Phase.PULLING_BACK, state.wave(), by, reason);
    }

    /**
     * The next nodes to bring back. What is still on its way forward is not waited for elsewhere in its wave, but no older
     * wave begins before it has settled and gone back as well.
     */
    List<RolloutEvent> next(Instant now) {
        if (orders.isGoingBack() || publishes()) {
            return List.of();
        }
        for (int wave = state.wave(); wave >= 1; wave--) {
            if (state.isBack(wave)) {
                continue;
            }
            if (orders.touched(terms.nodes(wave)).isEmpty()) {
                continue;
            }
            boolean moving = false;
            List<String> waiting = new ArrayList<>();
            for (List<String> batch : terms.batches(wave).reversed()) {
                List<String> touched = orders.touched(batch);
                moving |= touched.stream().anyMatch(orders::isMoving);
                List<String> left = touched.stream()
                        .filter(node -> !orders.isMoving(node)
                                && orders.node(Direction.BACK, node).isEmpty())
                        .toList();
                List<String> free = quorums.free(left);
                if (!free.isEmpty()) {
                    return intents.make(Direction.BACK, wave, free, now);
                }
                waiting.addAll(left);
            }
            if (!waiting.isEmpty()) {
                return afterOthers(wave, waiting, now);
            }
            if (moving) {
                return List.of();
            }
            List<String> stuck = orders.bad(Direction.BACK, terms.nodes(wave));
            return List.of(
                    stuck.isEmpty()
                            ? new RolloutEvent.WaveBack(now, wave)
                            : new RolloutEvent.Held(
                                    now,
                                    Rollout.ITSELF,
                                    "these nodes could not be brought back: " + String.join(", ", stuck)
                                            + "; resume to try again"));
        }
        return List.of(new RolloutEvent.PhaseBegun(
                now, Phase.PULLED_BACK, state.wave(), Rollout.ITSELF, "every touched node has its former revision"));
    }

    /** These wait for other rollouts; when they have waited for long enough they go back one by one. */
    private List<RolloutEvent> afterOthers(int wave, List<String> waiting, Instant now) {
        Optional<String> reason = quorums.nodes(waiting);
        if (!quorums.patienceIsOver(now)) {
            return quorums.yields(Direction.BACK, wave, reason.orElse(""), now);
        }
        List<RolloutEvent> events = new ArrayList<>();
        events.add(new RolloutEvent.Insisted(now, wave, reason.orElse("")));
        events.addAll(intents.make(Direction.BACK, wave, waiting.subList(0, 1), now));
        return events;
    }

    /** Why nodes that are to go back are not told yet, when other rollouts are the reason. */
    Optional<String> waits() {
        if (orders.isGoingBack() || publishes()) {
            return Optional.empty();
        }
        for (int wave = state.wave(); wave >= 1; wave--) {
            List<String> left = orders.touched(terms.nodes(wave)).stream()
                    .filter(node -> !orders.isMoving(node)
                            && orders.node(Direction.BACK, node).isEmpty())
                    .toList();
            if (!state.isBack(wave) && !left.isEmpty()) {
                return quorums.free(left).isEmpty() ? quorums.nodes(left) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** Whether the former packages have to be there before any node goes back. */
    boolean publishes() {
        return state.published(Direction.FORWARD)
                && !state.published(Direction.BACK)
                && !state.formerPackages().isEmpty();
    }

    /** Nodes that could not be brought back, once more; by a person's word only. */
    List<RolloutEvent> again(Instant now) {
        if (orders.isGoingBack()) {
            return List.of();
        }
        for (int wave = state.wave(); wave >= 1; wave--) {
            int at = wave;
            for (List<String> batch : terms.batches(wave).reversed()) {
                List<String> bad = orders.bad(Direction.BACK, batch);
                if (!bad.isEmpty()) {
                    List<RolloutEvent> events = new ArrayList<>();
                    // a person has said so, and sees who else is at it
                    quorums.nodes(bad).ifPresent(reason -> events.add(new RolloutEvent.Insisted(now, at, reason)));
                    events.addAll(intents.make(Direction.BACK, wave, bad, now));
                    return events;
                }
            }
        }
        return List.of();
    }
}
