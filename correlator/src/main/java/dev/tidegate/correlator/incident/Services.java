package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.incident.Heat.Trace;
import dev.tidegate.correlator.incident.Places.Kind;
import dev.tidegate.correlator.incident.Places.Place;
import dev.tidegate.correlator.incident.Surroundings.Around;
import dev.tidegate.model.Micros;

/**
 * Evidence from the services that alerts name; see {@link ServiceWords}.
 *
 * <ul>
 *   <li>A node whose alert says that it needs a service lies below that service, as a host lies below its rack.
 *   <li>An alert of a service without a node has no place in the topology. It belongs where most nodes of that service, or
 *       of the sort that its name mentions ({@code CephOsdDown}: osd01), have been hit lately; and when it is the first to
 *       tell, what is told of the service later belongs to it.
 * </ul>
 */
final class Services {
    private final Dial dial;

    Services(Dial dial) {
        this.dial = dial;
    }

    void weigh(Episode episode, Around around, ScopeState scope, long now, Candidate.All out) {
        String service = ServiceWords.service(episode);
        if (around.node().isEmpty()) {
            placeless(episode, service, scope, now, out);
            return;
        }
        for (String needed : around.leansOn()) {
            needs(episode, needed, scope, now, out);
        }
        if (!around.service().isEmpty()) {
            needed(episode, around.service(), scope, now, out);
        }
        if (!service.isEmpty()) {
            withoutPlace(episode, service, scope, now, out);
        }
    }

    /** Leaves an episode's heat at the services it names and at its sort of node. */
    static void touch(Episode episode, Around around, LiveIncident incident, ScopeState scope, long cold, long at) {
        String family = around.family().name();
        String node = around.node();
        String service = ServiceWords.service(episode);
        if (!around.service().isEmpty()) {
            scope.places
                    .touched(new Place(Kind.SERVICE, around.service()), cold)
                    .touch(incident, 0, node, family, at);
        }
        for (String needed : around.leansOn()) {
            scope.places.touched(new Place(Kind.SERVICE, needed), cold).touch(incident, 1, node, family, at);
        }
        if (!service.isEmpty()) {
            scope.places
                    .touched(new Place(Kind.SUBJECT, service), cold)
                    .touch(incident, node.isEmpty() ? 0 : 1, node, family, at);
        }
        String role = ServiceWords.role(node);
        if (!role.isEmpty()) {
            scope.places.touched(new Place(Kind.ROLE, role), cold).touch(incident, 1, node, family, at);
        }
    }

    /** The node needs a service that is itself told to be wrong. */
    private void needs(Episode episode, String service, ScopeState scope, long now, Candidate.All out) {
        Heat heat = scope.places.at(new Place(Kind.SERVICE, service));
        if (heat == null) {
            return;
        }
        for (Trace trace : heat.traces) {
            LiveIncident incident = trace.incident.root();
            if (trace.ownAt == Micros.NONE || !incident.takes(episode.fingerprint())) {
                continue;
            }
            long age = now - trace.ownAt;
            double own = Math.max(Dial.breadth(incident.nodeCount()), incident.shareAbout(service));
            double weight = Dial.weight(Dial.REACH * own, age, dial.place());
            String input = "needs " + service + ", " + Joining.seconds(age) + " ago";
            out.of(incident).add(Evidence.TOPOLOGY, weight, input);
            if (weight >= dial.threshold()) {
                out.of(incident).meetsAt(new Place(Kind.SERVICE, service), false);
                out.onlyOn(episode.node(), incident, new Place(Kind.SERVICE, service), weight, input);
            }
        }
    }

    /** The service is told to be wrong, and there are incidents that hit nothing but nodes which need it. */
    private void needed(Episode episode, String service, ScopeState scope, long now, Candidate.All out) {
        Heat heat = scope.places.at(new Place(Kind.SERVICE, service));
        if (heat == null || heat.saysNothing()) {
            return;
        }
        for (Trace trace : heat.traces) {
            LiveIncident incident = trace.incident.root();
            if (trace.belowAt == Micros.NONE || !incident.takes(episode.fingerprint()) || !trace.holdsAllOf(incident)) {
                continue;
            }
            long age = now - trace.belowAt;
            double weight = Dial.weight(Dial.REACH, age, dial.place());
            Candidate candidate = out.of(incident);
            candidate.add(
                    Evidence.TOPOLOGY,
                    weight,
                    trace.children.size() + " that need " + service + " hit, " + Joining.seconds(age) + " ago");
            if (weight >= dial.threshold()) {
                candidate.meetsAt(new Place(Kind.SERVICE, service), true);
            }
        }
    }

    private void placeless(Episode episode, String service, ScopeState scope, long now, Candidate.All out) {
        if (!service.isEmpty()) {
            most(episode, new Place(Kind.SUBJECT, service), "of service " + service, scope, now, out);
        }
        for (String word : AlertNames.words(episode.alertname())) {
            most(episode, new Place(Kind.ROLE, word), "called " + word, scope, now, out);
        }
    }

    /** The incident that has most of the nodes hit at a place lately. */
    private void most(Episode episode, Place place, String what, ScopeState scope, long now, Candidate.All out) {
        Heat heat = scope.places.at(place);
        if (heat == null) {
            return;
        }
        int all = 0;
        for (Trace trace : heat.traces) {
            all += now - trace.latest() <= dial.place() ? hit(trace) : 0;
        }
        for (Trace trace : heat.traces) {
            LiveIncident incident = trace.incident.root();
            long age = now - trace.latest();
            if (age <= dial.place() && incident.takes(episode.fingerprint())) {
                out.of(incident)
                        .add(
                                Evidence.SERVICE,
                                Dial.weight(Dial.REACH * hit(trace) / all, age, dial.place()),
                                hit(trace) + " of " + all + ' ' + what + " hit, " + Joining.seconds(age) + " ago");
            }
        }
    }

    private static int hit(Trace trace) {
        return Math.max(1, trace.children.size());
    }

    /** An incident of the service that knows of no node yet: here is one. */
    private void withoutPlace(Episode episode, String service, ScopeState scope, long now, Candidate.All out) {
        Heat heat = scope.places.at(new Place(Kind.SUBJECT, service));
        if (heat == null) {
            return;
        }
        for (Trace trace : heat.traces) {
            LiveIncident incident = trace.incident.root();
            if (incident.nodeCount() == 0 && incident.takes(episode.fingerprint())) {
                long age = now - trace.latest();
                Candidate candidate = out.of(incident);
                candidate.add(
                        Evidence.SERVICE,
                        Dial.weight(Dial.REACH * incident.shareAbout(service), age, dial.place()),
                        "service " + service + ", " + Joining.seconds(age) + " ago");
                candidate.placeless = true;
            }
        }
    }
}
