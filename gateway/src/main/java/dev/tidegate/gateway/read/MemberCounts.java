package dev.tidegate.gateway.read;

import java.util.List;
import java.util.Map;

/**
 * How many members of an incident there are. Each facet counts what matches everything but the wish for that facet: what
 * choosing another of its values would show.
 *
 * @param total that match the whole query
 * @param byState by word of the state
 * @param bySeverity by word
 * @param byAlertname the most frequent names
 * @param byNode the most frequent nodes
 */
public record MemberCounts(
        long total, Map<String, Long> byState, Map<String, Long> bySeverity, Top byAlertname, Top byNode) {
    public MemberCounts {
        byState = Map.copyOf(byState);
        bySeverity = Map.copyOf(bySeverity);
    }

    /**
     * The most frequent values.
     *
     * @param values so many different ones there are in all
     * @param most the first of them, the most frequent first
     */
    public record Top(long values, List<Entry> most) {
        public Top {
            most = List.copyOf(most);
        }
    }

    /** A value and how many members have it. */
    public record Entry(String value, long count) {}
}
