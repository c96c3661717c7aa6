package dev.tidegate.gateway.stream;

import dev.tidegate.model.matcher.Matchers;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events a reader wants. What is told depends on the event alone, never on what was told before: so a reader that
 * resumes is told what it would have been told.
 */
public sealed interface EventFilter {
    boolean wants(StreamEvent event);

    /**
     * Incidents of some states, severities and one site. An event that takes an incident out of the wanted states is told
     * too, or the reader would keep showing it: every event but plain growth and comments may do that.
     */
    record Incidents(
            Set<String> states,
            Set<String> severities,
            @Nullable String site) implements EventFilter {
        private static final Set<String> NO_TRANSITION = Set.of("incident.updated", "incident.commented");

        public Incidents {
            states = Set.copyOf(states);
            severities = Set.copyOf(severities);
        }

        @Override
        public boolean wants(StreamEvent event) {
            boolean about = event.kind().startsWith("incident.") || event.kind().startsWith("storm.");
            if (!about || site != null && !site.equals(event.site())) {
                return false;
            }
            return !NO_TRANSITION.contains(event.kind()) || matches(event);
        }

        private boolean matches(StreamEvent event) {
            return (states.isEmpty() || states.contains(event.facts().state()))
                    && (severities.isEmpty()
                            || severities.contains(event.facts().severity()));
        }
    }

    /** What a filter wants of a tenant's events; an empty tenant stands for everybody's. */
    static EventFilter of(String tenant, EventFilter filter) {
        return tenant.isEmpty() ? filter : new OfTenant(tenant, filter);
    }

    /** Events of one tenant's things only. */
    record OfTenant(String tenant, EventFilter filter) implements EventFilter {
        @Override
        public boolean wants(StreamEvent event) {
            return tenant.equals(event.tenant()) && filter.wants(event);
        }
    }

    /** Everything; for rings that hold the events of one thing only. */
    record Everything() implements EventFilter {
        @Override
        public boolean wants(StreamEvent event) {
            return true;
        }
    }

    /** Everything about one incident. */
    record OneIncident(String id) implements EventFilter {
        @Override
        public boolean wants(StreamEvent event) {
            return event.incident().equals(id);
        }
    }

    /** Alerts with some labels, of some severities and one site; firing or not. */
    record Alerts(
            Matchers matchers,
            Set<String> severities,
            @Nullable String site) implements EventFilter {
        public Alerts {
            severities = Set.copyOf(severities);
        }

        @Override
        public boolean wants(StreamEvent event) {
            return event.kind().startsWith("alert.")
                    && (site == null || site.equals(event.site()))
                    && (severities.isEmpty()
                            || severities.contains(event.facts().severity()))
                    && (matchers.all().isEmpty()
                            || event.facts().labels() != null
                                    && matchers.matches(event.facts().labels()));
        }
    }
}
