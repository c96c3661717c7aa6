package dev.tidegate.correlator.image;

import java.util.Map;

/**
 * Why something was decided: why an alert joined an incident, why an incident opened.
 *
 * @param kind the strongest kind of evidence: {@code same-identity}, {@code rule}, {@code node}, {@code topology}, {@code
 *     storm}, {@code name}, {@code time}, {@code split}, {@code merge}, {@code opened}
 * @param weight the total weight of the evidence
 * @param threshold what it had to reach
 * @param inputs what it was computed from, in reading order
 */
public record Reason(String kind, double weight, double threshold, Map<String, String> inputs) {
    public Reason {
        inputs = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(inputs));
    }
}
