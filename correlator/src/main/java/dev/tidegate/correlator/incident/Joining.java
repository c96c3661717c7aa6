package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.image.Reason;
import dev.tidegate.correlator.incident.Heat.Trace;
import dev.tidegate.correlator.incident.Places.Kind;
import dev.tidegate.correlator.incident.Places.Place;
import dev.tidegate.correlator.incident.Surroundings.Around;
import dev.tidegate.correlator.incident.Surroundings.Group;
import dev.tidegate.model.Micros;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Weighs the evidence that an episode belongs to each incident it can meet.
 *
 * <p>Incremental: every episode leaves heat at its places; a later one looks at its own places, at most {@link
 * Heat#INCIDENTS} incidents at each. The cost of an alert is that of its surroundings, not of what is active.
 */
final class Joining {
    private final Dial dial;
    private final Predicate<Episode> events;
    private final Vicinity vicinity;
    private final Kinship kinship;
    private final Services services;

    Joining(Dial dial, Predicate<Episode> events) {
        this.dial = dial;
        this.events = events;
        vicinity = new Vicinity(dial);
        kinship = new Kinship(dial);
        services = new Services(dial);
    }

    double threshold() {
        return dial.threshold();
    }

    /** All incidents there is evidence for, strongest first, older ones first among equals. */
    List<Candidate> candidates(Episode episode, Around around, ScopeState scope, long now) {
        if (dial.strength() == 0) {
            return List.of();
        }
        Candidate.All out = new Candidate.All();
        boolean event = events.test(episode);
        identity(episode, event, scope, now, out);
        kinship.rules(episode, around, scope, now, out);
        if (event) {
            new Near(episode, scope, now, out).event(around.node());
        } else {
            vicinity.weigh(episode, around, scope, now, out);
            kinship.wide(episode, around, scope, now, out);
            services.weigh(episode, around, scope, now, out);
            new Near(episode, scope, now, out).state(around);
        }
        return out.strongestFirst();
    }

    /** Why an episode joins the strongest, naming the one it did not join. */
    Reason reason(List<Candidate> candidates) {
        Candidate best = candidates.getFirst();
        Map<String, String> inputs = best.inputs();
        if (candidates.size() > 1) {
            Candidate next = candidates.get(1);
            inputs.put("competing", next.incident.id);
            inputs.put("competingWeight", Candidate.number(next.total()));
        }
        return new Reason(best.kind().word, rounded(best.total()), rounded(dial.threshold()), inputs);
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
        around.vertices().forEach((vertex, hops) -> {
            Heat heat = scope.places.touched(Surroundings.vertex(vertex), cold);
            heat.touch(incident, hops, around.node(), family, at);
            if (hops > 0 && !around.serves().isEmpty()) {
                heat.byDevice(incident);
            }
        });
        incident.seatedAt(around.serves());
        scope.places.touched(new Place(Kind.SITE, ""), cold).touch(incident, 0, "", family, at);
        if (events.test(episode)) {
            scope.places
                    .touched(new Place(Kind.NAME, episode.alertname()), cold)
                    .touch(incident, 0, "", family, at);
            return;
        }
        Services.touch(episode, around, incident, scope, cold, at);
        scope.everywhere.add(around.node(), around.above(), at, at - dial.place());
        scope.burst(family).add(around.node(), around.above(), at, at - dial.place());
        scope.places.touched(new Place(Kind.FAMILY, family), cold).touch(incident, 0, "", family, at);
        if (scope.storm.since != null) {
            scope.places.touched(new Place(Kind.STORM, family), cold).touch(incident, 0, "", family, at);
        }
    }

    private void identity(Episode episode, boolean event, ScopeState scope, long now, Candidate.All out) {
        Member member = scope.members.get(episode.fingerprint());
        if (member == null || !member.incident.takes(episode.fingerprint())) {
            return;
        }
        long age = now - Micros.of(member.episode.seenAt());
        double weight = event ? Dial.weight(Dial.EVENT, age, dial.event(1)) : dial.identity(age);
        out.of(member.incident)
                .add(Evidence.IDENTITY, weight, "episode " + member.episode.episode() + ", " + seconds(age) + " ago");
    }

    /** Evidence from places where all that counts is that somebody was there lately. */
    private final class Near {
        private final Episode episode;
        private final ScopeState scope;
        private final long now;
        private final Candidate.All out;

        Near(Episode episode, ScopeState scope, long now, Candidate.All out) {
            this.episode = episode;
            this.scope = scope;
            this.now = now;
            this.out = out;
        }

        void event(String node) {
            if (!node.isEmpty()) {
                at(
                        Surroundings.vertex(node),
                        Evidence.NODE,
                        "same node " + node,
                        Dial.EVENT,
                        dial.event(Dial.EVENT_NODE));
            }
            Place name = new Place(Kind.NAME, episode.alertname());
            at(name, Evidence.NAME, "same name", Dial.EVENT, dial.event(Dial.EVENT_NAME));
            at(site(), Evidence.TIME, "same site", Dial.EVENT, dial.event(Dial.EVENT_TIME));
        }

        void state(Around around) {
            AlertNames.Family family = around.family();
            if (dial.strength() > 0.7) {
                at(site(), Evidence.TIME, "same site", Dial.TIME, dial.time());
            }
            // by name alone, unless what its device tells belongs to a place
            if (scope.storm.since != null
                    && family.climb() != AlertNames.Climb.EACH
                    && around.serves().isEmpty()
                    && out.none(dial.threshold())) {
                Place storm = new Place(Kind.STORM, family.name());
                at(storm, Evidence.STORM, "storm of " + family.name(), Dial.STORM, dial.place());
            }
        }

        private void at(Place place, Evidence kind, String what, double base, long window) {
            Heat heat = window <= 0 ? null : scope.places.at(place);
            if (heat == null) {
                return;
            }
            for (Trace trace : heat.traces) {
                LiveIncident incident = trace.incident.root();
                long age = now - trace.latest();
                double weight = Dial.weight(base, age, window);
                if (weight > 0 && incident.takes(episode.fingerprint())) {
                    out.of(incident).add(kind, weight, what + ", " + seconds(age) + " ago");
                }
            }
        }

        private static Place site() {
            return new Place(Kind.SITE, "");
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    static String seconds(long micros) {
        return micros / Micros.SECOND + " s";
    }
}
