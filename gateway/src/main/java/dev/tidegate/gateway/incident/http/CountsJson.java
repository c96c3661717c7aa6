package dev.tidegate.gateway.incident.http;

import dev.tidegate.gateway.read.Counts;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JsonGenerator;

/** Counts with every state and severity named, so that a reader needs no list of its own. */
final class CountsJson {
    private CountsJson() {}

    static void write(JsonGenerator out, Counts counts) {
        out.writeStartObject();
        out.writeNumberProperty("total", counts.total());
        facet(out, "byState", IncidentFilter.STATES, counts.byState());
        facet(out, "bySeverity", IncidentFilter.SEVERITIES, counts.bySeverity());
        out.writeEndObject();
    }

    static void facet(JsonGenerator out, String name, Set<String> words, Map<String, Long> counts) {
        out.writeObjectPropertyStart(name);
        for (String word : words) {
            out.writeNumberProperty(word, counts.getOrDefault(word, 0L));
        }
        out.writeEndObject();
    }
}
