package dev.tidegate.correlator.incident;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All the heat of a scope, by place. Bounded by time and by number: the places touched longest ago are forgotten. */
final class Places {
    static final int MOST = 1_000_000;
    private static final int SWEEP = 2;

    /** Insertion order is order of the latest touch. */
    private final LinkedHashMap<Place, Heat> heats = new LinkedHashMap<>();

    /** Where episodes can meet. */
    record Place(Kind kind, String name) {}

    enum Kind {
        RULE,
        VERTEX,
        NAME,
        FAMILY,
        SITE,
        STORM,
        /** A service, with what needs it below. */
        SERVICE,
        /** What a service's alerts say, of whatever of its nodes. */
        SUBJECT,
        /** Nodes of one sort. */
        ROLE
    }

    @Nullable
    Heat at(Place place) {
        return heats.get(place);
    }

    /** The heat of a place, made when there is none; forgets what has been cold since before a time. */
    Heat touched(Place place, long coldBefore) {
        Heat heat = heats.remove(place);
        if (heat == null) {
            heat = new Heat();
        }
        heats.put(place, heat);
        for (int i = 0; i < SWEEP && heats.size() > 1; i++) {
            Map.Entry<Place, Heat> eldest = heats.firstEntry();
            if (eldest.getValue().lastAt >= coldBefore && heats.size() <= MOST) {
                break;
            }
            heats.pollFirstEntry();
        }
        return heat;
    }

    int size() {
        return heats.size();
    }
}
