package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.image.Reason;
import dev.tidegate.correlator.incident.Heat.Trace;
import dev.tidegate.correlator.incident.Places.Kind;
import dev.tidegate.correlator.incident.Places.Place;
import dev.tidegate.correlator.incident.Surroundings.Around;
import dev.tidegate.correlator.incident.Surroundings.Group;
import dev.tidegate.model.Micros;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Weighs the evidence that an episode belongs to each incident it can meet.
 *
 * <p>Incremental: every episode leaves heat at its places; a later one looks at its own places, at most {@link
 * Heat#INCIDENTS} incidents at each. The cost of an alert is that of its surroundings, not of what is active.
 */
final class Joining {
    private static final String[] WORDS = {"same-identity", "rule", "node", "topology", "storm", "name", "time"};
    private static final int IDENTITY = 0;
    private static final int RULE = 1;
    private static final int NODE = 2;
    private static final int TOPOLOGY = 3;
    private static final int STORM = 4;
    private static final int NAME = 5;
    private static final int TIME = 6;

    private static final Comparator<Candidate> STRONGEST = Comparator.comparingDouble(Candidate::total)
            .reversed()
            .thenComparingLong(candidate -> candidate.incident.number);

    private final Dial dial;
    private final Predicate<Episode> events;

    Joining(Dial dial, Predicate<Episode> events) {
        this.dial = dial;
        this.events = events;
    }

    /** The evidence for one incident. */
    static final class Candidate {
        final LiveIncident incident;
        private final double[] weights = new double[WORDS.length];
        private final @Nullable String[] inputs = new @Nullable String[WORDS.length];

        /** A vertex that the incident lies below, and on which the new alert sheds light. */
        @Nullable
        Trace bridge;

        Candidate(LiveIncident incident) {
            this.incident = incident;
        }

        double total() {
            double sum = 0;
            for (double weight : weights) {
                sum += weight;
            }
            return sum;
        }

        boolean topological(double threshold) {
            return weights[TOPOLOGY] >= threshold;
        }

        String kind() {
            int strongest = 0;
            for (int i = 1; i < weights.length; i++) {
                if (weights[i] > weights[strongest]) {
                    strongest = i;
                }
            }
            return WORDS[strongest];
        }

        Map<String, String> inputs() {
            Map<String, String> out = new LinkedHashMap<>();
            for (int i = 0; i < weights.length; i++) {
                String input = inputs[i];
                if (input != null) {
                    out.put(WORDS[i], input + " = " + number(weights[i]));
                }
            }
            return out;
        }

        private void add(int kind, double weight, String input) {
            if (weight > weights[kind]) {
                weights[kind] = weight;
                inputs[kind] = input;
            }
        }
    }

    double threshold() {
        return dial.threshold();
    }

    /** All incidents there is evidence for, strongest first, older ones first among equals. */
    List<Candidate> candidates(Episode episode, Around around, ScopeState scope, long now) {
        List<Candidate> out = new ArrayList<>(4);
        if (dial.strength() == 0) {
            return out;
        }
        boolean event = events.test(episode);
        identity(episode, event, scope, now, out);
        for (Group group : around.groups()) {
            rule(episode, group, scope, now, out);
        }
        if (event) {
            event(episode, around, scope, now, out);
        } else {
            around.vertices().forEach((vertex, hops) -> vertex(episode, around, vertex, hops, scope, now, out));
            near(
                    episode,
                    Kind.SITE,
                    "",
                    TIME,
                    "same site",
                    Dial.TIME,
                    dial.strength() > 0.7 ? dial.time() : 0,
                    scope,
                    now,
                    out);
            if (out.stream().noneMatch(c -> c.total() >= dial.threshold()) && scope.storm.since != null) {
                near(
                        episode,
                        Kind.STORM,
                        around.family().name(),
                        STORM,
                        "storm of " + around.family().name(),
                        Dial.STORM,
                        dial.place(),
                        scope,
                        now,
                        out);
            }
        }
        out.removeIf(candidate -> candidate.total() <= 0);
        out.sort(STRONGEST);
        return out;
    }

    /** Why an episode joins the strongest, naming the one it did not join. */
    Reason reason(List<Candidate> candidates) {
        Candidate best = candidates.getFirst();
        Map<String, String> inputs = best.inputs();
        if (candidates.size() > 1) {
            Candidate next = candidates.get(1);
            inputs.put("competing", next.incident.id);
            inputs.put("competingWeight", number(next.total()));
        }
        return new Reason(best.kind(), rounded(best.total()), rounded(dial.threshold()), inputs);
    }

    /** Why an episode joins none. */
    Reason opening(List<Candidate> candidates) {
        Map<String, String> inputs = new LinkedHashMap<>();
        double weight = 0;
        if (!candidates.isEmpty()) {
            Candidate closest = candidates.getFirst();
            weight = closest.total();
            inputs.put("closest", closest.incident.id);
            inputs.putAll(closest.inputs());
        }
        double threshold = dial.strength() == 0 ? 0 : dial.threshold();
        return new Reason("opened", rounded(weight), rounded(threshold), inputs);
    }

    /** Leaves an episode's heat at all its places. */
    void touch(Episode episode, Around around, LiveIncident incident, ScopeState scope, long at) {
        long cold = at - Math.max(2 * Math.max(dial.place(), dial.event(1)), 30 * Micros.MINUTE);
        String family = around.family().name();
        for (Group group : around.groups()) {
            scope.places
                    .touched(group.place(), cold)
                    .touch(incident, around.node().isEmpty() ? 0 : 1, around.node(), family, at);
        }
        around.vertices()
                .forEach((vertex, hops) -> scope.places
                        .touched(Surroundings.vertex(vertex), cold)
                        .touch(incident, hops, around.node(), family, at));
        scope.places.touched(new Place(Kind.SITE, ""), cold).touch(incident, 0, "", family, at);
        if (events.test(episode)) {
            scope.places
                    .touched(new Place(Kind.NAME, episode.alertname()), cold)
                    .touch(incident, 0, "", family, at);
        } else if (scope.storm.since != null) {
            scope.places.touched(new Place(Kind.STORM, family), cold).touch(incident, 0, "", family, at);
        }
    }

    private void identity(Episode episode, boolean event, ScopeState scope, long now, List<Candidate> out) {
        Member member = scope.members.get(episode.fingerprint());
        if (member == null || !member.incident.takes(episode.fingerprint())) {
            return;
        }
        long age = now - Micros.of(member.episode.seenAt());
        double weight = event ? Dial.weight(Dial.EVENT, age, dial.event(1)) : Dial.IDENTITY;
        if (weight > 0) {
            candidate(member.incident, out)
                    .add(IDENTITY, weight, "episode " + member.episode.episode() + ", " + seconds(age) + " ago");
        }
    }

    private void rule(Episode episode, Group group, ScopeState scope, long now, List<Candidate> out) {
        Heat heat = scope.places.at(group.place());
        if (heat == null) {
            return;
        }
        boolean oneNode = group.family()
                && !episode.node().isEmpty()
                && AlertNames.family(episode.alertname()).climb() == AlertNames.Climb.TOGETHER;
        for (Trace trace : heat.traces) {
            LiveIncident incident = trace.incident.root();
            long age = now - trace.latest();
            // one node's rung of a service's ladder may have another explanation; the service's own alert has none
            double base = oneNode ? Dial.RULE_OF_ONE_NODE : Dial.RULE;
            double weight = Dial.weight(base, age, dial.stretched(group.rule().window()));
            if (weight > 0 && incident.takes(episode.fingerprint())) {
                candidate(incident, out)
                        .add(RULE, weight, group.rule().name() + " " + group.values() + ", " + seconds(age) + " ago");
            }
        }
    }

    private void event(Episode episode, Around around, ScopeState scope, long now, List<Candidate> out) {
        if (!around.node().isEmpty()) {
            near(
                    episode,
                    Kind.VERTEX,
                    around.node(),
                    NODE,
                    "same node " + around.node(),
                    Dial.EVENT,
                    dial.event(Dial.EVENT_NODE),
                    scope,
                    now,
                    out);
        }
        near(
                episode,
                Kind.NAME,
                episode.alertname(),
                NAME,
                "same name",
                Dial.EVENT,
                dial.event(Dial.EVENT_NAME),
                scope,
                now,
                out);
        near(episode, Kind.SITE, "", TIME, "same site", Dial.EVENT, dial.event(Dial.EVENT_TIME), scope, now, out);
    }

    /** Evidence from a place where all that counts is that somebody was there lately. */
    private void near(
            Episode episode,
            Kind place,
            String name,
            int kind,
            String what,
            double base,
            long window,
            ScopeState scope,
            long now,
            List<Candidate> out) {
        Heat heat = window <= 0 ? null : scope.places.at(new Place(place, name));
        if (heat == null) {
            return;
        }
        for (Trace trace : heat.traces) {
            LiveIncident incident = trace.incident.root();
            long age = now - trace.latest();
            double weight = Dial.weight(base, age, window);
            if (weight > 0 && incident.takes(episode.fingerprint())) {
                candidate(incident, out).add(kind, weight, what + ", " + seconds(age) + " ago");
            }
        }
    }

    private void vertex(
            Episode episode, Around around, String vertex, int hops, ScopeState scope, long now, List<Candidate> out) {
        Heat heat = scope.places.at(Surroundings.vertex(vertex));
        if (heat == null || heat.saysNothing()) {
            return;
        }
        int siblings = hops == 0 ? 0 : heat.childrenSince(now - dial.siblings(), around.node());
        for (Trace trace : heat.traces) {
            LiveIncident incident = trace.incident.root();
            if (!incident.takes(episode.fingerprint())) {
                continue;
            }
            if (trace.ownAt != Micros.NONE) {
                onVertex(vertex, hops, now - trace.ownAt, candidate(incident, out));
            }
            if (trace.belowAt != Micros.NONE) {
                Candidate candidate = candidate(incident, out);
                if (hops == 0) {
                    fromBelow(vertex, trace, now, candidate);
                } else if (!(trace.children.size() == 1 && trace.children.contains(around.node()))) {
                    sibling(around, vertex, hops, trace, siblings, now, candidate);
                }
            }
        }
    }

    private void onVertex(String vertex, int hops, long age, Candidate candidate) {
        if (hops == 0) {
            candidate.add(
                    NODE,
                    Dial.weight(Dial.NODE * Dial.breadth(candidate.incident.nodeCount()), age, dial.place()),
                    "same node " + vertex + ", " + seconds(age) + " ago");
        } else {
            candidate.add(
                    TOPOLOGY,
                    Dial.weight(Dial.REACH / hops, age, dial.place()),
                    "depends on " + vertex + ", hops " + hops + ", " + seconds(age) + " ago");
        }
    }

    private void fromBelow(String vertex, Trace trace, long now, Candidate candidate) {
        long age = now - trace.belowAt;
        double weight = Dial.weight(Dial.REACH * share(trace) / trace.hops, age, dial.place());
        candidate.add(
                TOPOLOGY,
                weight,
                trace.children.size() + " below " + vertex + " hit, hops " + trace.hops + ", " + seconds(age) + " ago");
        if (weight >= dial.threshold()) {
            candidate.bridge = trace;
        }
    }

    private void sibling(
            Around around, String vertex, int hops, Trace trace, int siblings, long now, Candidate candidate) {
        long age = now - trace.belowAt;
        boolean family = trace.family.equals(around.family().name());
        double more =
                Math.min(Dial.SIBLING_MORE_MAX, Dial.SIBLING_EACH_MORE * Math.max(0, siblings(trace, siblings) - 1));
        double base = (Dial.SIBLING + more + (family ? Dial.SIBLING_FAMILY : 0)) * share(trace);
        double weight = Dial.weight(base / Math.max(hops, trace.hops), age, family ? dial.place() : dial.siblings());
        candidate.add(
                TOPOLOGY,
                weight,
                siblings + " more below " + vertex + " hit" + (family ? " with the same name" : "") + ", "
                        + seconds(age) + " ago");
        if (weight >= dial.threshold()) {
            candidate.bridge = trace;
        }
    }

    /** How much of an incident lies below a place: one that is mostly elsewhere is not this place's. */
    private static double share(Trace trace) {
        int nodes = trace.incident.root().nodeCount();
        return nodes == 0 ? 1 : Math.min(1, (double) trace.children.size() / nodes);
    }

    /** All that was hit below a place counts for an incident that lies there as a whole, and else only its own part. */
    private static int siblings(Trace trace, int all) {
        return trace.holdsAllOf(trace.incident.root()) ? all : Math.min(all, trace.children.size());
    }

    private static Candidate candidate(LiveIncident incident, List<Candidate> out) {
        for (Candidate candidate : out) {
            if (candidate.incident == incident) {
                return candidate;
            }
        }
        Candidate fresh = new Candidate(incident);
        out.add(fresh);
        return fresh;
    }

    static String number(double value) {
        long hundredths = Math.round(value * 100);
        long rest = hundredths % 100;
        return hundredths / 100 + (rest < 10 ? ".0" : ".") + rest;
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    private static String seconds(long micros) {
        return micros / Micros.SECOND + " s";
    }
}
