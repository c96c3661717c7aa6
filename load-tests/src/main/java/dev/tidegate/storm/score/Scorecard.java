package dev.tidegate.storm.score;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * How well a grouping of alerts into incidents agrees with what really caused them.
 *
 * <p>A pair of alerts counts as found when both are in one incident, and as right when both have one cause. An alert
 * that is in no incident counts as an incident of its own.
 *
 * @param alerts distinct alerts compared
 * @param missing alerts that no incident holds
 * @param incidents incidents that hold any of the alerts, the alerts in none included
 * @param faults causes among the alerts, noise left out
 * @param precision share of the found pairs that are right; 1 when none is found
 * @param recall share of the right pairs that are found; 1 when there are none
 * @param adjustedRand adjusted Rand index: 1 for the same partition, about 0 for a random one
 * @param incidentsPerFault mean number of incidents that a fault's alerts are spread over
 * @param toldOnce share of the faults whose alerts are all in one incident
 * @param toldAlone share of the faults that are told once, in an incident that holds nothing else
 */
public record Scorecard(
        int alerts,
        int missing,
        int incidents,
        int faults,
        double precision,
        double recall,
        double adjustedRand,
        double incidentsPerFault,
        double toldOnce,
        double toldAlone) {

    /** Compares true causes with a grouping, given as fingerprint to incident. */
    static Scorecard of(Collection<TrueAlert> truth, Map<String, String> grouping) {
        Map<String, Integer> causes = new HashMap<>();
        Map<String, Integer> incidents = new HashMap<>();
        Map<List<String>, Integer> both = new HashMap<>();
        Map<String, Set<String>> incidentsOfFault = new HashMap<>();
        Map<String, Set<String>> causesOfIncident = new HashMap<>();
        int missing = 0;
        for (TrueAlert alert : truth) {
            String incident = grouping.getOrDefault(alert.fingerprint(), "none " + alert.fingerprint());
            missing += grouping.containsKey(alert.fingerprint()) ? 0 : 1;
            causes.merge(alert.cause(), 1, Integer::sum);
            incidents.merge(incident, 1, Integer::sum);
            both.merge(List.of(alert.cause(), incident), 1, Integer::sum);
            causesOfIncident
                    .computeIfAbsent(incident, unused -> new HashSet<>())
                    .add(alert.cause());
            if (!alert.isNoise()) {
                incidentsOfFault
                        .computeIfAbsent(alert.fault(), unused -> new HashSet<>())
                        .add(incident);
            }
        }
        double right = pairs(causes.values());
        double found = pairs(incidents.values());
        double agreed = pairs(both.values());
        Collection<Set<String>> told = incidentsOfFault.values();
        return new Scorecard(
                truth.size(),
                missing,
                incidents.size(),
                told.size(),
                share(agreed, found),
                share(agreed, right),
                adjustedRand(agreed, found, right, pairs(List.of(truth.size()))),
                told.stream().mapToInt(Set::size).average().orElse(0),
                share((double) told.stream().filter(one -> one.size() == 1).count(), told.size()),
                share(
                        (double) told.stream()
                                .filter(one -> isAlone(one, causesOfIncident))
                                .count(),
                        told.size()));
    }

    /** Harmonic mean of precision and recall. */
    public double f1() {
        return precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    }

    /** Alerts per incident. */
    public double reduction() {
        return incidents == 0 ? 0 : (double) alerts / incidents;
    }

    /** The card as one JSON object, with {@code name} in front. */
    public String toJson(String name) {
        return String.format(
                Locale.ROOT,
                "{\"scored\":\"%s\",\"alerts\":%d,\"missing\":%d,\"incidents\":%d,\"faults\":%d,\"precision\":%.4f,"
                        + "\"recall\":%.4f,\"f1\":%.4f,\"ari\":%.4f,\"incidentsPerFault\":%.2f,\"toldOnce\":%.4f,"
                        + "\"toldAlone\":%.4f,\"reduction\":%.2f}",
                name,
                alerts,
                missing,
                incidents,
                faults,
                precision,
                recall,
                f1(),
                adjustedRand,
                incidentsPerFault,
                toldOnce,
                toldAlone,
                reduction());
    }

    private static boolean isAlone(Set<String> incidents, Map<String, Set<String>> causesOfIncident) {
        return incidents.size() == 1
                && incidents.stream()
                        .map(incident -> causesOfIncident.getOrDefault(incident, Set.of()))
                        .allMatch(causes -> causes.size() == 1);
    }

    private static double pairs(Collection<Integer> sizes) {
        return sizes.stream().mapToDouble(size -> size * (size - 1.0) / 2).sum();
    }

    private static double share(double part, double whole) {
        return whole == 0 ? 1 : part / whole;
    }

    private static double adjustedRand(double agreed, double found, double right, double all) {
        double expected = all == 0 ? 0 : found * right / all;
        double most = (found + right) / 2;
        return most == expected ? 1 : (agreed - expected) / (most - expected);
    }
}
