package dev.tidegate.rollout.window;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A named calendar, as people keep it.
 *
 * @param tenant whose changes it is about; empty for all
 * @param site where; empty for all
 */
public record Sheet(String name, String tenant, String site, ZoneId zone, List<Line> lines) {
    public Sheet {
        lines = List.copyOf(lines);
    }

    /** One line of it; the reason is told to whoever is held by it. */
    public record Line(Rule.Kind kind, Span span, String reason) {}

    /** Its lines as rules. */
    public List<Rule> rules() {
        return lines.stream()
                .map(line -> new Rule(
                        line.reason().isEmpty() ? name : name + ": " + line.reason(),
                        line.kind(),
                        Optional.of(tenant).filter(text -> !text.isEmpty()),
                        Optional.of(site).filter(text -> !text.isEmpty()),
                        zone,
                        line.span()))
                .toList();
    }
}
