package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.image.Cause;
import dev.tidegate.correlator.incident.AlertNames.Layer;
import dev.tidegate.correlator.incident.Heat.Trace;
import dev.tidegate.correlator.incident.Places.Kind;
import dev.tidegate.correlator.incident.Places.Place;
import dev.tidegate.model.Micros;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Causes that lie in another incident: machines that only one service says are gone, with nothing else wrong with them, may
 * well be there when that service is wrong itself; then what broke the service is the likeliest cause. The two stay two
 * incidents, for the machines may be gone all the same.
 */
final class Elsewhere {
    /** The fewest nodes, and the share of alerts, of an incident that is nothing but what one service tells. */
    private static final int LEAST_TOLD = 4;

    private static final double NOTHING_ELSE = 0.9;

    private static final long WINDOW = 5 * Micros.MINUTE;

    private Elsewhere() {}

    /** The service that alone tells of an incident's machines; empty when others tell too. */
    static String teller(LiveIncident incident, List<Member> members) {
        Member first = members.getFirst();
        String service = ServiceWords.service(first.episode);
        return first.family.layer() == Layer.MACHINE
                        && incident.nodeCount() >= LEAST_TOLD
                        && !service.isEmpty()
                        && incident.shareAbout(service) >= NOTHING_ELSE
                ? service
                : "";
    }

    /** The incident in which a service was told to be wrong when another one began; null when there is none. */
    static @Nullable LiveIncident wrong(String service, LiveIncident incident, ScopeState scope) {
        Heat heat = scope.places.at(new Place(Kind.SERVICE, service));
        if (heat == null) {
            return null;
        }
        LiveIncident nearest = null;
        long least = WINDOW;
        for (Trace trace : heat.traces) {
            LiveIncident other = trace.incident.root();
            if (trace.ownAt != Micros.NONE && other != incident) {
                long apart = Math.abs(trace.ownAt - Micros.of(incident.openedAt));
                if (apart <= least && teller(other).isEmpty()) {
                    nearest = other;
                    least = apart;
                }
            }
        }
        return nearest;
    }

    /** No incident's cause is looked for in one whose own cause is looked for elsewhere. */
    private static String teller(LiveIncident incident) {
        return incident.notable().isEmpty() ? "" : teller(incident, incident.notable());
    }

    /** Another incident's likeliest cause before an incident's own. */
    static List<Cause> first(List<Cause> there, List<Cause> own) {
        if (there.isEmpty()) {
            return own;
        }
        Cause cause = there.getFirst();
        Map<String, Double> factors = new LinkedHashMap<>(cause.factors());
        factors.put("elsewhere", 1.0);
        double score = own.isEmpty()
                ? cause.score()
                : Math.max(cause.score(), own.getFirst().score());
        List<Cause> out = new ArrayList<>(own);
        out.addFirst(new Cause(cause.fingerprint(), cause.alertname(), cause.node(), score, factors));
        return out.subList(0, Math.min(Summary.CAUSES, out.size()));
    }
}
