package dev.tidegate.rollout.window;

import java.time.ZoneId;
import java.util.Optional;

/**
 * A line of a calendar.
 *
 * @param name for people
 * @param tenant whose changes it is about; empty for all
 * @param site where; empty for all
 */
public record Rule(String name, Kind kind, Optional<String> tenant, Optional<String> site, ZoneId zone, Span span) {

    /** What a rule does to the times it covers. Denying goes before allowing. */
    public enum Kind {
        /** Changes may run. Where there is any such rule for a place, they may run only then. */
        ALLOW,
        /** Changes may not run; emergencies with a named person may. */
        DENY,
        /** Nothing runs, emergencies included. */
        FREEZE
    }

    boolean isAbout(Place place) {
        return tenant.map(place.tenant()::equals).orElse(true)
                && site.map(place.site()::equals).orElse(true);
    }
}
