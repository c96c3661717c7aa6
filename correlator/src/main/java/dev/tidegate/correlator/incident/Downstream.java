package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.incident.AlertNames.Layer;
import dev.tidegate.correlator.incident.Surroundings.Around;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What of an incident lies below each of its alerts: the nodes that depend on the alert's node, on the place that its node
 * stands for, or on the service it tells of.
 *
 * <p>Hosts hang on places, such as a rack, and so do the devices that serve the place: its power unit, its switch. What
 * hangs on the place hangs on them; see {@link Surroundings.Around#serves}.
 */
final class Downstream {
    private final Map<String, Set<String>> below = new HashMap<>();
    private final Map<String, Integer> alertsOn = new HashMap<>();
    private final Map<String, Integer> families = new HashMap<>();
    private final Map<String, List<Member>> membersOn = new HashMap<>();
    private final Map<Member, Around> arounds = new HashMap<>();

    Downstream(List<Member> members, Surroundings surroundings, ScopeState scope) {
        for (Member member : members) {
            String node = member.episode.node();
            alertsOn.merge(node, 1, Integer::sum);
            families.merge(member.family.name(), 1, Integer::sum);
            membersOn.computeIfAbsent(node, unused -> new ArrayList<>(2)).add(member);
            Around around = surroundings.of(member.episode, scope);
            arounds.put(member, around);
            if (node.isEmpty()) {
                continue;
            }
            around.vertices().forEach((vertex, hops) -> {
                if (hops > 0) {
                    put(below, vertex, node);
                }
            });
            around.leansOn().forEach(service -> put(below, service(service), node));
        }
    }

    int nodes() {
        return alertsOn.size() - (alertsOn.containsKey("") ? 1 : 0);
    }

    /** The nodes that lie below an alert, its own left out. */
    Set<String> of(Member member) {
        Set<String> nodes = new HashSet<>();
        for (String vertex : speaksFor(member)) {
            nodes.addAll(below.getOrDefault(vertex, Set.of()));
        }
        nodes.remove(member.episode.node());
        return nodes;
    }

    /**
     * The other alerts on its node that tell of what runs in or on what it speaks of: it explains them, however late. A
     * service explains only what is said of the service itself.
     */
    List<Member> carries(Member member) {
        Layer layer = member.family.layer();
        if (member.episode.node().isEmpty() || layer == Layer.REST) {
            return List.of();
        }
        return membersOn.getOrDefault(member.episode.node(), List.of()).stream()
                .filter(other -> layer.compareTo(other.family.layer()) < 0)
                .filter(other -> layer != Layer.SERVICE || other.subject().equals(member.subject()))
                .toList();
    }

    /** How many alerts of a member's family there are that do not lie on its node or on those below it. */
    int likeElsewhere(Member member, Set<String> below) {
        int elsewhere = families.getOrDefault(member.family.name(), 0);
        for (String node : below) {
            elsewhere -= like(member, node);
        }
        return Math.max(0, elsewhere - like(member, member.episode.node()));
    }

    private int like(Member member, String node) {
        return (int) membersOn.getOrDefault(node, List.of()).stream()
                .filter(other -> other.family.name().equals(member.family.name()))
                .count();
    }

    /** Whether what lies below an alert depends on its node, and not on a service that it tells of. */
    boolean isOfNode(Member member) {
        Around around = arounds.get(member);
        return around == null || !below.containsKey(service(around.service()));
    }

    /** How many alerts are on some nodes. */
    int alertsOn(Set<String> nodes) {
        return nodes.stream().mapToInt(node -> alertsOn.getOrDefault(node, 0)).sum();
    }

    private List<String> speaksFor(Member member) {
        List<String> out = new ArrayList<>(4);
        String node = member.episode.node();
        Around around = arounds.get(member);
        if (around == null) {
            return out;
        }
        if (!around.service().isEmpty()) {
            out.add(service(around.service()));
        }
        if (!node.isEmpty()) {
            out.add(node);
            out.addAll(around.serves());
        }
        return out;
    }

    private static String service(String name) {
        return "service " + name;
    }

    private static void put(Map<String, Set<String>> into, String key, String node) {
        into.computeIfAbsent(key, unused -> new HashSet<>(2)).add(node);
    }
}
