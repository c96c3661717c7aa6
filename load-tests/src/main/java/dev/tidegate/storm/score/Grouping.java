package dev.tidegate.storm.score;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What became of one storm: how well it was told apart, and which faults were not. Noise is left out.
 *
 * @param card the grouping of the alerts that faults caused
 * @param merged by the kinds of two faults, such as {@code rack-power + switch-flap}: of all pairs of alerts that are told
 *     as one, the share that is one alert of each
 * @param split by the kind of a fault: of all pairs of alerts that have one cause, the share that is that fault's and is
 *     not told as one
 */
public record Grouping(Scorecard card, Map<String, Double> merged, Map<String, Double> split) {

    /**
     * @param kinds of each fault
     * @param incidentOf by fingerprint
     */
    static Grouping of(List<TrueAlert> truth, Map<String, String> kinds, Map<String, String> incidentOf) {
        List<TrueAlert> caused =
                truth.stream().filter(alert -> !alert.isNoise()).toList();
        Map<String, Map<String, Long>> incidents = caused.stream()
                .collect(Collectors.groupingBy(
                        alert -> incidentOf.getOrDefault(alert.fingerprint(), "none " + alert.fingerprint()),
                        TreeMap::new,
                        Collectors.groupingBy(TrueAlert::fault, TreeMap::new, Collectors.counting())));
        return new Grouping(
                Scorecard.of(caused, incidentOf), merged(incidents, kinds), split(caused, incidents, kinds));
    }

    private static Map<String, Double> merged(Map<String, Map<String, Long>> incidents, Map<String, String> kinds) {
        Map<String, Double> out = new TreeMap<>();
        double found = 0;
        for (Map<String, Long> faults : incidents.values()) {
            found += pairs(faults.values().stream().mapToLong(Long::longValue).sum());
            List<String> ids = new ArrayList<>(faults.keySet());
            for (int i = 0; i < ids.size(); i++) {
                for (int j = i + 1; j < ids.size(); j++) {
                    String one = kinds.getOrDefault(ids.get(i), "");
                    String other = kinds.getOrDefault(ids.get(j), "");
                    out.merge(
                            one.compareTo(other) <= 0 ? one + " + " + other : other + " + " + one,
                            (double) faults.getOrDefault(ids.get(i), 0L) * faults.getOrDefault(ids.get(j), 0L),
                            Double::sum);
                }
            }
        }
        return shares(out, found);
    }

    private static Map<String, Double> split(
            List<TrueAlert> caused, Map<String, Map<String, Long>> incidents, Map<String, String> kinds) {
        Map<String, Double> lost = new HashMap<>();
        double right = 0;
        for (Map.Entry<String, Long> fault : caused.stream()
                .collect(Collectors.groupingBy(TrueAlert::fault, TreeMap::new, Collectors.counting()))
                .entrySet()) {
            double told = incidents.values().stream()
                    .mapToDouble(faults -> pairs(faults.getOrDefault(fault.getKey(), 0L)))
                    .sum();
            double all = pairs(fault.getValue());
            right += all;
            if (told < all) {
                lost.merge(kinds.getOrDefault(fault.getKey(), ""), all - told, Double::sum);
            }
        }
        return shares(lost, right);
    }

    private static Map<String, Double> shares(Map<String, Double> parts, double whole) {
        return parts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, part -> part.getValue() / whole, Double::sum, TreeMap::new));
    }

    /** The mean of something over several storms; what is absent counts as nothing. */
    public static Map<String, Double> mean(List<Grouping> storms, Function<Grouping, Map<String, Double>> of) {
        Map<String, Double> sum = new TreeMap<>();
        storms.forEach(storm -> of.apply(storm).forEach((key, share) -> sum.merge(key, share, Double::sum)));
        return shares(sum, storms.size());
    }

    private static double pairs(long count) {
        return count * (count - 1.0) / 2;
    }
}
