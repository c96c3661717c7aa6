package dev.tidegate.correlator.incident;

import dev.tidegate.correlator.incident.Places.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The evidence that an episode belongs to one incident: of each kind the strongest, and in words what it was computed
 * from.
 */
final class Candidate {
    /** Strongest first, older ones first among equals. */
    static final Comparator<Candidate> STRONGEST = Comparator.comparingDouble(Candidate::total)
            .reversed()
            .thenComparingLong(candidate -> candidate.incident.number);

    final LiveIncident incident;
    private final EnumMap<Evidence, Found> found = new EnumMap<>(Evidence.class);

    /** Where it meets the alert strongly enough to be connected with others there, and whether all it has hit lies below. */
    private final Map<Place, Boolean> meets = new HashMap<>(2);

    /** Whether it knows of no node, and the alert is of its service: then it belongs where the alert does. */
    boolean placeless;

    /** Whether it is about what breaks out all over the site. */
    boolean wide;

    private record Found(double weight, String input) {}

    Candidate(LiveIncident incident) {
        this.incident = incident;
    }

    double total() {
        double sum = 0;
        for (Found each : found.values()) {
            sum += each.weight;
        }
        return sum;
    }

    /** Notes a place at which the evidence suffices. */
    void meetsAt(Place place, boolean allBelow) {
        meets.merge(place, allBelow, Boolean::logicalOr);
    }

    /** Whether all it has hit lies below some place at which it meets the alert. */
    boolean liesBelow() {
        return meets.containsValue(true);
    }

    /** Whether the two meet at one place, and one of them lies below it as a whole. */
    boolean meets(Candidate other) {
        for (Map.Entry<Place, Boolean> mine : meets.entrySet()) {
            Boolean theirs = other.meets.get(mine.getKey());
            if (theirs != null && (theirs || mine.getValue())) {
                return true;
            }
        }
        return false;
    }

    double weight(Evidence kind) {
        Found of = found.get(kind);
        return of == null ? 0 : of.weight;
    }

    /** The strongest kind of evidence. */
    Evidence kind() {
        Evidence strongest = Evidence.IDENTITY;
        for (Map.Entry<Evidence, Found> each : found.entrySet()) {
            if (each.getValue().weight > weight(strongest)) {
                strongest = each.getKey();
            }
        }
        return strongest;
    }

    Map<String, String> inputs() {
        Map<String, String> out = new LinkedHashMap<>();
        found.forEach((kind, each) -> out.put(kind.word, each.input + " = " + number(each.weight)));
        return out;
    }

    void add(Evidence kind, double weight, String input) {
        if (weight > weight(kind)) {
            found.put(kind, new Found(weight, input));
        }
    }

    /** The candidates of one decision. */
    static final class All {
        private final List<Candidate> all = new ArrayList<>(4);

        Candidate of(LiveIncident incident) {
            for (Candidate candidate : all) {
                if (candidate.incident == incident) {
                    return candidate;
                }
            }
            Candidate fresh = new Candidate(incident);
            all.add(fresh);
            return fresh;
        }

        /** Incidents that have hit one node only lie below what that node needs, with what is known of the needed. */
        void onlyOn(String node, LiveIncident needed, Place place, double weight, String input) {
            for (Candidate candidate : all) {
                LiveIncident incident = candidate.incident;
                if (incident != needed
                        && incident.nodeCount() == 1
                        && incident.firstNodes().contains(node)) {
                    candidate.add(Evidence.TOPOLOGY, weight, input);
                    candidate.meetsAt(place, true);
                }
            }
        }

        boolean none(double threshold) {
            return all.stream().noneMatch(candidate -> candidate.total() >= threshold);
        }

        List<Candidate> strongestFirst() {
            all.removeIf(candidate -> candidate.total() <= 0);
            all.sort(STRONGEST);
            return all;
        }
    }

    static String number(double value) {
        long hundredths = Math.round(value * 100);
        long rest = hundredths % 100;
        return hundredths / 100 + (rest < 10 ? ".0" : ".") + rest;
    }
}
