package dev.tidegate.storm.watch;

import dev.tidegate.model.Wording;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** What has been seen of incidents, and what is worth a line. */
final class Board {
    private static final Set<String> TOLD = Set.of(
            "incident.opened",
            "incident.merged",
            "incident.resolved",
            "incident.reopened",
            "storm.began",
            "storm.ended");
    private static final int TITLE = 60;

    private final Map<String, Seen> incidents = new LinkedHashMap<>();

    /** An incident as last seen. */
    record Seen(String id, String state, String severity, String title, int alerts, int nodes) {
        static Seen of(JsonNode incident) {
            return new Seen(
                    incident.path("id").asString(""),
                    incident.path("state").asString(""),
                    incident.path("severity").asString(""),
                    incident.path("title").asString(""),
                    incident.path("alertCount").asInt(0),
                    incident.path("nodeCount").asInt(0));
        }

        String line() {
            String shown = title.length() > TITLE ? title.substring(0, TITLE - 1) + "…" : title;
            return String.format(
                    Locale.ROOT,
                    "%-8s %-60s %13s %11s  %s",
                    severity,
                    shown,
                    Wording.count(alerts, "alert"),
                    Wording.count(nodes, "node"),
                    id);
        }
    }

    /** Takes a frame of the stream; gives back the line to print, if it is worth one. */
    Optional<String> take(JsonNode frame) {
        String event = frame.path("event").asString("");
        JsonNode data = frame.path("data");
        JsonNode subject = event.equals("snapshot.item") ? data : data.path("subject");
        if (!subject.path("alertCount").isMissingNode()) {
            Seen seen = Seen.of(subject);
            incidents.put(seen.id(), seen);
            String into = subject.path("mergedInto").asString("");
            if (event.equals("incident.merged") && !into.isEmpty()) {
                return Optional.of(String.format(Locale.ROOT, "%-9s %s into %s", "merged", seen.id(), into));
            }
            if (TOLD.contains(event)) {
                return Optional.of(String.format(Locale.ROOT, "%-9s %s", word(event), seen.line()));
            }
        }
        return TOLD.contains(event) && event.startsWith("storm") ? Optional.of(word(event)) : Optional.empty();
    }

    private static String word(String event) {
        return event.startsWith("storm") ? event.replace('.', ' ') : event.substring(event.indexOf('.') + 1);
    }

    int count() {
        return (int) incidents.values().stream()
                .filter(seen -> !seen.state().equals("merged"))
                .count();
    }

    int alerts() {
        return incidents.values().stream()
                .filter(seen -> !seen.state().equals("merged"))
                .mapToInt(Seen::alerts)
                .sum();
    }

    List<Seen> largest(int most) {
        return incidents.values().stream()
                .filter(seen -> !seen.state().equals("merged"))
                .sorted(Comparator.comparingInt(Seen::alerts).reversed())
                .limit(most)
                .toList();
    }
}
