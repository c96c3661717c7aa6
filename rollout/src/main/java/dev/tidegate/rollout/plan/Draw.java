package dev.tidegate.rollout.plan;

import dev.tidegate.rollout.plan.FleetNode.Stratum;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Draws waves from a fleet, by strata.
 *
 * <p>Each wave takes from every stratum its share of what is left (largest remainders), and while there is room one node of
 * each stratum that no wave has touched yet: a defect of one kind of hardware should show on the first wave that is large
 * enough to hold all kinds. The first node comes from the largest stratum, which it stands for best, and members of
 * quorum groups come last within theirs, because an outage of them costs most.
 */
final class Draw {
    private final Map<Stratum, Deque<FleetNode>> strata = new TreeMap<>();
    private final Set<Stratum> untouched = new HashSet<>();
    private int left;

    Draw(List<FleetNode> fleet, long seed) {
        Map<Stratum, List<FleetNode>> members = new TreeMap<>();
        for (FleetNode node : fleet) {
            members.computeIfAbsent(node.stratum(), unused -> new ArrayList<>()).add(node);
        }
        Shuffle shuffle = new Shuffle(seed);
        members.forEach((stratum, nodes) -> {
            shuffle.mix(nodes);
            nodes.sort(Comparator.comparing(node -> !node.quorum().isEmpty())); // stable: the shuffle stays
            strata.put(stratum, new ArrayDeque<>(nodes));
        });
        untouched.addAll(strata.keySet());
        left = fleet.size();
    }

    int left() {
        return left;
    }

    Set<String> quorumsLeft() {
        Set<String> groups = new TreeSet<>();
        strata.values().forEach(nodes -> nodes.forEach(node -> groups.add(node.quorum())));
        return groups;
    }

    /** The next wave: so many nodes, or fewer where members of one quorum group would come together. */
    List<FleetNode> wave(int size) {
        List<FleetNode> wave = new ArrayList<>(Math.min(size, left));
        Set<String> quorums = new HashSet<>();
        Map<Stratum, Integer> quotas = quotas(Math.min(size, left));
        quotas.forEach((stratum, quota) -> take(stratum, quota, wave, quorums));
        for (Stratum stratum : bySize()) { // what quorum groups kept back is filled up from other strata
            take(stratum, size - wave.size(), wave, quorums);
        }
        wave.forEach(node -> untouched.remove(node.stratum()));
        left -= wave.size();
        return wave;
    }

    private void take(Stratum stratum, int quota, List<FleetNode> wave, Set<String> quorums) {
        Deque<FleetNode> nodes = of(stratum);
        List<FleetNode> keptBack = new ArrayList<>();
        for (int taken = 0; taken < quota && !nodes.isEmpty(); ) {
            FleetNode node = nodes.removeFirst();
            if (node.quorum().isEmpty() || quorums.add(node.quorum())) {
                wave.add(node);
                taken++;
            } else {
                keptBack.add(node);
            }
        }
        for (int i = keptBack.size() - 1; i >= 0; i--) {
            nodes.addFirst(keptBack.get(i));
        }
    }

    private Map<Stratum, Integer> quotas(int size) {
        Map<Stratum, Integer> quotas = new TreeMap<>();
        int given = 0;
        for (Stratum stratum : bySize()) {
            if (untouched.contains(stratum) && given < size) {
                quotas.put(stratum, 1);
                given++;
            }
        }
        int room = size - given;
        Map<Stratum, Double> remainders = new TreeMap<>();
        for (Stratum stratum : bySize()) {
            int already = quotas.getOrDefault(stratum, 0);
            double exact = Math.max(0, (double) of(stratum).size() * size / left - already);
            int whole = Math.min((int) exact, room);
            quotas.merge(stratum, whole, Integer::sum);
            room -= whole;
            remainders.put(stratum, exact - whole);
        }
        List<Stratum> byRemainder = new ArrayList<>(remainders.keySet());
        byRemainder.sort(Comparator.comparing(remainders::get, Comparator.reverseOrder()));
        for (Stratum stratum : byRemainder) {
            if (room > 0 && quotas.getOrDefault(stratum, 0) < of(stratum).size()) {
                quotas.merge(stratum, 1, Integer::sum);
                room--;
            }
        }
        return quotas;
    }

    private List<Stratum> bySize() {
        List<Stratum> order = new ArrayList<>(strata.keySet());
        order.sort(Comparator.comparing((Stratum stratum) -> of(stratum).size(), Comparator.reverseOrder()));
        return order;
    }

    private Deque<FleetNode> of(Stratum stratum) {
        return strata.getOrDefault(stratum, new ArrayDeque<>(0));
    }
}
