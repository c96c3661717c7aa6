package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.incident.Places.Kind;
import dev.tidegate.correlator.incident.Places.Place;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.model.topology.Topology;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where an episode can meet others: its node and what that depends on, its rules' groups, its name, its site. */
final class Surroundings {
    /** Vertices above a node that are looked at. */
    static final int MOST_VERTICES = 16;

    /** Values that name nothing. */
    private static final Set<String> STOP_VALUES = Set.of(
            "", "none", "null", "nil", "unknown", "undefined", "n/a", "na", "-", "localhost", "127.0.0.1", "0.0.0.0");

    private static final String FAMILY = "@family";
    private static final String NODE = "@node";

    private final Policy policy;
    private final Topology topology;

    Surroundings(Policy policy) {
        this.policy = policy;
        this.topology = new Topology(0, policy.edges());
    }

    /**
     * @param node empty when none is named, or when the name says nothing
     * @param vertices the node and what it depends on, with hops
     * @param groups places of declared rules that match
     * @param service what the alert's service is called when it tells how that service itself is; else empty
     * @param leansOn services that its node is said to need
     * @param serves places that its node is a device of, such as a rack's power unit or its switch
     */
    record Around(
            String node,
            AlertNames.Family family,
            Map<String, Integer> vertices,
            List<String> labelVertices,
            List<Group> groups,
            String service,
            List<String> leansOn,
            List<String> serves) {
        /** What the node depends on. */
        Set<String> above() {
            Set<String> above = new HashSet<>(vertices.keySet());
            above.remove(node);
            return above;
        }
    }

    /** One rule's group that an alert falls into. */
    record Group(Policy.Rule rule, Place place, String values) {
        /** Whether a name's family is all that the rule groups by. */
        boolean family() {
            return rule.groupBy().equals(List.of(FAMILY));
        }
    }

    Around of(Episode episode, ScopeState scope) {
        AlertNames.Family family = AlertNames.family(episode.alertname());
        String node = tells(episode.node()) ? episode.node() : "";
        List<String> labelled = labelled(episode, node);
        return new Around(
                node,
                family,
                vertices(node, labelled, scope),
                labelled,
                groups(episode, node, family),
                ServiceWords.own(episode, family),
                ServiceWords.leansOn(episode),
                labelled.isEmpty() || node.isEmpty() ? List.of() : serves(episode, node, labelled));
    }

    static Place vertex(String name) {
        return new Place(Kind.VERTEX, name);
    }

    /** How many hops above a node a vertex is by declared topology and learned labels; 0 when it is not above it. */
    boolean above(String vertex, String node, ScopeState scope) {
        return !vertex.equals(node) && vertices(node, List.of(), scope).containsKey(vertex);
    }

    private List<String> labelled(Episode episode, String node) {
        List<String> out = new ArrayList<>(2);
        for (String label : policy.topologyLabels()) {
            String value = episode.labels().get(label);
            if (value == null || !tells(value) || value.equals(node)) {
                continue;
            }
            out.add(vertex(label, value));
        }
        return out;
    }

    /** A label calls the node what others depend on ({@code switch="sw-117"} on sw-117 itself), or it bears a place's name. */
    private List<String> serves(Episode episode, String node, List<String> labelled) {
        for (String label : policy.topologyLabels()) {
            if (node.equals(episode.labels().get(label))) {
                return labelled;
            }
        }
        List<String> out = new ArrayList<>(1);
        for (String place : labelled) {
            if (NodeWords.isDeviceOf(node, place)) {
                out.add(place);
            }
        }
        return out;
    }

    /** A short or bare number names something only together with its label: rack 1 is not switch 1. */
    private static String vertex(String label, String value) {
        return nameable(value) ? value : label + ":" + value;
    }

    private Map<String, Integer> vertices(String node, List<String> labelled, ScopeState scope) {
        Map<String, Integer> out = new LinkedHashMap<>();
        if (!node.isEmpty()) {
            out.put(node, 0);
        }
        List<String> frontier = new ArrayList<>();
        if (node.isEmpty()) {
            frontier.addAll(labelled);
        } else {
            addAbove(node, scope, frontier);
            frontier.addAll(labelled);
            int hops = 0;
            for (String part : LocationCode.above(node)) {
                out.putIfAbsent(part, ++hops);
            }
        }
        for (int hop = 1; hop <= policy.correlation().maxHops() && !frontier.isEmpty(); hop++) {
            List<String> next = new ArrayList<>();
            for (String vertex : frontier) {
                if (out.size() < MOST_VERTICES && out.putIfAbsent(vertex, hop) == null) {
                    addAbove(vertex, scope, next);
                }
            }
            frontier = next;
        }
        return out;
    }

    private void addAbove(String vertex, ScopeState scope, List<String> out) {
        topology.upstreamOf(vertex).forEach(edge -> out.add(edge.to()));
        out.addAll(scope.above(vertex));
    }

    private List<Group> groups(Episode episode, String node, AlertNames.Family family) {
        List<Group> out = new ArrayList<>(2);
        for (Policy.Rule rule : policy.rules()) {
            if (!rule.matchers().matches(episode.labels())) {
                continue;
            }
            String values = values(rule, episode, node, family);
            if (values != null) {
                out.add(new Group(rule, new Place(Kind.RULE, rule.name() + '\0' + values), values));
            }
        }
        return out;
    }

    /** The group's values; null when a label it groups by is absent: alerts that lack it have nothing in common. */
    private static @Nullable String values(Policy.Rule rule, Episode episode, String node, AlertNames.Family family) {
        StringBuilder out = new StringBuilder();
        for (String label : rule.groupBy()) {
            String value = switch (label) {
                case FAMILY -> ladder(family, node);
                case NODE -> node;
                default -> episode.labels().getOrEmpty(label);
            };
            if (!tells(value)) {
                return null;
            }
            out.append(out.isEmpty() ? "" : ", ").append(label).append('=').append(value);
        }
        return out.toString();
    }

    private static String ladder(AlertNames.Family family, String node) {
        return switch (family.climb()) {
            case TOGETHER -> family.name();
            case EACH -> family.name() + " on " + node;
            case NOT -> "";
        };
    }

    private static boolean nameable(String value) {
        return value.length() > 2 && !value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static boolean tells(String value) {
        return !STOP_VALUES.contains(value.toLowerCase(Locale.ROOT));
    }
}
