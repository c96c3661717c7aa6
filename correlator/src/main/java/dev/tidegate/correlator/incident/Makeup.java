package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.image.IncidentImage;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What an incident is made of, counted as members come and go: its nodes, the families of its names, and what it is about.
 * A member costs the same however many there are.
 */
final class Makeup {
    /** Families that two incidents must share at least to be alike, and the most that are compared. */
    private static final int LEAST_ALIKE = 3;

    private static final int MOST_COMPARED = 64;

    /** Places whose devices are known to be hit; further ones count as any other place. */
    private static final int MOST_SEATS = 16;

    private final Map<String, Integer> nodes = new HashMap<>();
    private final TreeSet<String> firstNodes = new TreeSet<>();

    /** Members by name family, without those of machines that are merely gone. */
    private final Map<String, Integer> families = new HashMap<>();

    /** Members by {@link Member#subject}. */
    private final Map<String, Integer> subjects = new HashMap<>();

    private final Set<String> seats = new LinkedHashSet<>();
    private int members;

    /** Nodes known from an image only: their alerts are no longer kept. */
    private int forgottenNodes;

    void add(Member member) {
        members++;
        subjects.merge(member.subject(), 1, Integer::sum);
        if (member.family.climb() != AlertNames.Climb.EACH) {
            families.merge(member.family.name(), 1, Integer::sum);
        }
        String node = member.episode.node();
        if (!node.isEmpty() && nodes.merge(node, 1, Integer::sum) == 1) {
            firstNodes.add(node);
            trim();
        }
    }

    void remove(Member member) {
        members--;
        less(subjects, member.subject());
        if (member.family.climb() != AlertNames.Climb.EACH) {
            less(families, member.family.name());
        }
        String node = member.episode.node();
        if (!node.isEmpty() && nodes.merge(node, -1, Integer::sum) <= 0) {
            nodes.remove(node);
            if (firstNodes.remove(node) && nodes.size() > firstNodes.size()) {
                refill();
            }
        }
    }

    /** After the members that are still known were added: the nodes that the row counts beyond them. */
    void complete(IncidentImage image) {
        forgottenNodes = Math.max(0, image.nodeCount() - nodes.size());
        for (String node : image.nodes()) {
            if (forgottenNodes > 0 && nodes.putIfAbsent(node, 1) == null) {
                forgottenNodes--;
                firstNodes.add(node);
            }
        }
        trim();
    }

    int nodeCount() {
        return nodes.size() + forgottenNodes;
    }

    /** The first nodes by name, as many as are shown. */
    List<String> firstNodes() {
        return List.copyOf(firstNodes);
    }

    Set<String> seats() {
        return seats;
    }

    void seatedAt(List<String> places) {
        for (String place : places) {
            if (seats.size() < MOST_SEATS) {
                seats.add(place);
            }
        }
    }

    /** The share of the members that are about a subject. */
    double shareAbout(String subject) {
        return members == 0 ? 0 : (double) subjects.getOrDefault(subject, 0) / members;
    }

    /**
     * How alike two are: the share of the members that are of families which both have, in the one that has less of them; 0
     * when too few families are there to tell.
     */
    double likeness(Makeup other) {
        boolean here = families.size() <= other.families.size();
        Makeup fewer = here ? this : other;
        Makeup more = here ? other : this;
        if (fewer.families.size() < LEAST_ALIKE || more.families.size() > MOST_COMPARED) {
            return 0;
        }
        int both = 0;
        int inFewer = 0;
        int inMore = 0;
        for (Map.Entry<String, Integer> family : fewer.families.entrySet()) {
            Integer count = more.families.get(family.getKey());
            if (count != null) {
                both++;
                inFewer += family.getValue();
                inMore += count;
            }
        }
        return both < LEAST_ALIKE ? 0 : Math.min((double) inFewer / fewer.members, (double) inMore / more.members);
    }

    /** Rare: one of the shown nodes left while there are more than are shown. */
    private void refill() {
        firstNodes.clear();
        for (String node : nodes.keySet()) {
            firstNodes.add(node);
            trim();
        }
    }

    private void trim() {
        while (firstNodes.size() > IncidentImage.NODES_SHOWN) {
            firstNodes.pollLast();
        }
    }

    private static void less(Map<String, Integer> counts, String of) {
        counts.computeIfPresent(of, (unused, n) -> n > 1 ? n - 1 : null);
    }
}
