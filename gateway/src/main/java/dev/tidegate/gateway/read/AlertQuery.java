package dev.tidegate.gateway.read;

import dev.tidegate.model.matcher.Matchers;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which alerts. Everything given must hold. A page is ordered by tenant, fingerprint and partition, a
 * whole list by fingerprint first.
 *
 * @param tenant whose; empty for everybody's
 * @param matchers on the labels
 * @param firing true for firing ones, false for resolved ones, null for both
 * @param active whether alerts that nothing suppresses are wanted
 * @param silenced whether silenced ones are wanted
 * @param inhibited whether inhibited ones are wanted
 * @param severities words; empty for any
 * @param site null for any
 * @param incident null for any
 * @param after only alerts that come after this one; null for the first page
 * @param limit at most so many; 0 for all
 */
public record AlertQuery(
        String tenant,
        Matchers matchers,
        @Nullable Boolean firing,
        boolean active,
        boolean silenced,
        boolean inhibited,
        Set<String> severities,
        @Nullable String site,
        @Nullable String incident,
        @Nullable After after,
        int limit) {
    public AlertQuery {
        severities = Set.copyOf(severities);
    }

    /** Place in the order: the last alert of the page before. */
    public record After(String fingerprint, String tenant, int partition) {}

    public static AlertQuery firing(Matchers matchers) {
        return new AlertQuery("", matchers, true, true, true, true, Set.of(), null, null, null, 0);
    }

    public AlertQuery with(@Nullable After newAfter, int newLimit) {
        return new AlertQuery(
                tenant, matchers, firing, active, silenced, inhibited, severities, site, incident, newAfter, newLimit);
    }
}
