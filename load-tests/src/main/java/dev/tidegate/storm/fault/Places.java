package dev.tidegate.storm.fault;

import dev.tidegate.storm.fleet.Fleet;
import dev.tidegate.storm.fleet.Node;
import dev.tidegate.storm.fleet.Rack;
import dev.tidegate.storm.fleet.Role;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Where the next fault strikes: random, but away from racks where another fault is not long over, as long as there are
 * others. Two faults in one place at one time would make a ground truth that nobody could tell apart.
 */
public final class Places {
    /** How long after its end a fault still keeps others away from its racks: machines are booting meanwhile. */
    private static final long AFTERMATH_MILLIS = 240_000;

    private final Fleet fleet;
    private final SplittableRandom random;
    private final Map<String, Long> taken = new HashMap<>();

    /** All places of a fleet, none of them taken. */
    public Places(Fleet fleet, SplittableRandom random) {
        this.fleet = fleet;
        this.random = random;
    }

    /** Breaks something of that kind somewhere. */
    public Fault strike(FaultKind kind, Span span) {
        return kind.draw(this, span);
    }

    Fleet fleet() {
        return fleet;
    }

    SplittableRandom random() {
        return random;
    }

    /** A rack for a fault of its own. */
    Rack rack(Span span) {
        Rack rack = pick(freest(fleet.racks(), candidate -> candidate, span));
        take(rack, span);
        return rack;
    }

    /** A node for a fault of its own. */
    Node node(List<Node> candidates, Span span) {
        Node node = pick(freest(candidates, Node::rack, span));
        take(node.rack(), span);
        return node;
    }

    /** Any node, whether its rack is taken or not, and without taking it. */
    Node anyNode(List<Node> candidates) {
        return pick(candidates);
    }

    /** Keeps other faults away from a rack. */
    void take(Rack rack, Span span) {
        taken.merge(rack.name(), span.until() + AFTERMATH_MILLIS, Math::max);
    }

    /** A random share of the candidates, at least {@code least} of them when there are so many. */
    List<Node> share(Role role, double share, int least, Span span) {
        List<Node> shuffled = new ArrayList<>(share < 1 ? freest(fleet.of(role), Node::rack, span) : fleet.of(role));
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            Node swapped = shuffled.get(i);
            shuffled.set(i, shuffled.get(j));
            shuffled.set(j, swapped);
        }
        long wanted = Math.max(least, Math.round(share * fleet.of(role).size()));
        return List.copyOf(shuffled.subList(0, (int) Math.min(shuffled.size(), wanted)));
    }

    <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }

    /** The candidates in racks that are free for the span, or else in those that will be free first. */
    private <T> List<T> freest(List<T> candidates, Function<T, Rack> rackOf, Span span) {
        long soonest = candidates.stream()
                .mapToLong(candidate -> freeFrom(rackOf.apply(candidate)))
                .min()
                .orElse(0);
        long wanted = Math.max(soonest, span.from());
        return candidates.stream()
                .filter(candidate -> freeFrom(rackOf.apply(candidate)) <= wanted)
                .toList();
    }

    private long freeFrom(Rack rack) {
        return taken.getOrDefault(rack.name(), 0L);
    }
}
