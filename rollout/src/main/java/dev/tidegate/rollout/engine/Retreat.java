package dev.tidegate.rollout.engine;

import java.time.Instant;
import java.util.List;

/**
 * The way back: newest wave first, in a wave the last batch first, never through canary steps. It waits for nothing but what
 * it cannot do without: the former packages, and the nodes before.
 */
final class Retreat {
    private final Terms terms;
    private final RolloutState state;
    private final Orders orders;
    private final Intents intents;

    Retreat(Terms terms, RolloutState state, Intents intents) {
        this.terms = terms;
        this.state = state;
        this.orders = state.orders();
        this.intents = intents;
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
            for (List<String> batch : terms.batches(wave).reversed()) {
                List<String> touched = orders.touched(batch);
                moving |= touched.stream().anyMatch(orders::isMoving);
                List<String> left = touched.stream()
                        .filter(node -> !orders.isMoving(node)
                                && orders.node(Direction.BACK, node).isEmpty())
                        .toList();
                if (!left.isEmpty()) {
                    return intents.make(Direction.BACK, wave, left, now);
                }
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
            for (List<String> batch : terms.batches(wave).reversed()) {
                List<String> bad = orders.bad(Direction.BACK, batch);
                if (!bad.isEmpty()) {
                    return intents.make(Direction.BACK, wave, bad, now);
                }
            }
        }
        return List.of();
    }
}
