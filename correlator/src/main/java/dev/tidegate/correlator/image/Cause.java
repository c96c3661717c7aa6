package dev.tidegate.correlator.image;

import java.util.Map;

/**
 * A likely root cause.
 *
 * @param fingerprint of the alert that points to it; it may belong to another incident
 * @param score between 0 and 1
 * @param factors what the score is made of, each between 0 and 1: {@code earliest}, {@code upstream}, {@code coverage},
 *     {@code severity}, {@code rarity}; {@code explained} when another alert on its node explains it, and {@code
 *     elsewhere} when it belongs to another incident, each 1: such scores are set beside another's
 */
public record Cause(long fingerprint, String alertname, String node, double score, Map<String, Double> factors) {
    public Cause {
        factors = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(factors));
    }
}
