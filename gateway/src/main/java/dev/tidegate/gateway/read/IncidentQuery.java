package dev.tidegate.gateway.read;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents. Everything given must hold. Ordered by opening time, newest first, then by id: both never change, so
 * a page that was seen stays where it was however much happens in between.
 *
 * @param tenant whose; empty for everybody's
 * @param states words; empty for any
 * @param severities words; empty for any
 * @param site null for any
 * @param node name of a node it hit; null for any
 * @param alertname of an alert that belongs or belonged to it; null for any
 * @param words all of them to be found in title, id, nodes or alert names; empty for any
 * @param since opened at or after; null for any
 * @param until opened before; null for any
 */
public record IncidentQuery(
        String tenant,
        Set<String> states,
        Set<String> severities,
        @Nullable String site,
        @Nullable String node,
        @Nullable String alertname,
        List<String> words,
        @Nullable Instant since,
        @Nullable Instant until) {
    public static final IncidentQuery ALL =
            new IncidentQuery("", Set.of(), Set.of(), null, null, null, List.of(), null, null);

    public IncidentQuery {
        states = Set.copyOf(states);
        severities = Set.copyOf(severities);
        words = List.copyOf(words);
    }

    /** Place in the order: the last incident of the page before. */
    public record After(Instant openedAt, String id) {}
}
