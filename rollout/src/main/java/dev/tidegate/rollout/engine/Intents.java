package dev.tidegate.rollout.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes intentions to send nodes somewhere. */
final class Intents {
    private final Terms terms;
    private final RolloutState state;

    Intents(Terms terms, RolloutState state) {
        this.terms = terms;
        this.state = state;
    }

    /** One dispatch for each target and revision. */
    List<RolloutEvent> make(Direction direction, int wave, List<String> nodes, Instant now) {
        Map<Order, List<String>> groups = new LinkedHashMap<>();
        for (String node : nodes) {
            String revision = direction == Direction.FORWARD
                    ? terms.revision()
                    : state.former(node).orElse(terms.revision());
            groups.computeIfAbsent(new Order(terms.spot(node).target(), revision), unused -> new ArrayList<>())
                    .add(node);
        }
        List<RolloutEvent> events = new ArrayList<>();
        groups.forEach((order, members) -> events.add(new RolloutEvent.Intended(
                now,
                new Dispatch(
                        terms.id() + "." + (state.orders().count() + events.size() + 1),
                        wave,
                        direction,
                        order.target(),
                        order.revision(),
                        members,
                        now.plus(terms.nodeTimeout())))));
        return events;
    }

    private record Order(String target, String revision) {}
}
