package dev.tidegate.correlator.incident;

import dev.tidegate.model.Labels;
import dev.tidegate.model.NodeIdentity;
import java.util.List;
import java.util.Set;

/** What a title calls an alert: by its name, and without one by the label that says most. */
final class AlertWords {
    private static final String NAMELESS = "Alert without a name";

    /** What senders put beside or instead of a name, the most telling first. */
    private static final List<String> TELLING =
            List.of("event", "check", "service", "component", "resource", "app", "job", "type");

    /** How bad it is, not what it is. */
    private static final Set<String> SILENT = Set.of("severity", "priority", "level");

    private AlertWords() {}

    static String of(Episode episode) {
        if (!episode.alertname().isBlank()) {
            return AlertNames.humanised(episode.alertname());
        }
        Labels labels = episode.labels();
        for (String label : TELLING) {
            if (labels.has(label)) {
                return named(label, labels.getOrEmpty(label));
            }
        }
        for (int i = 0; i < labels.size(); i++) {
            if (!SILENT.contains(labels.name(i)) && !toldAnyway(labels.value(i), episode)) {
                return named(labels.name(i), labels.value(i));
            }
        }
        return NAMELESS;
    }

    private static String named(String label, String value) {
        return NAMELESS + " (" + label + " " + value + ")";
    }

    /** The title ends in where it is. */
    private static boolean toldAnyway(String value, Episode episode) {
        return NodeIdentity.withoutPort(value).equals(episode.node())
                || value.equals(episode.scope().site());
    }
}
