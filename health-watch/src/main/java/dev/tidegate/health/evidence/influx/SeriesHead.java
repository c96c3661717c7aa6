package dev.tidegate.health.evidence.influx;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a series says before its rows.
 *
 * @param name the measurement; empty when the answer names none
 */
record SeriesHead(String name, Map<String, String> tags, List<String> columns) {

    /** As a series key in line protocol. */
    @Override
    public String toString() {
        return name
                + tags.entrySet().stream()
                        .map(tag -> "," + tag.getKey() + "=" + tag.getValue())
                        .collect(Collectors.joining());
    }
}
