package dev.tidegate.correlator.alert;

import dev.tidegate.correlator.policy.Policy.Limits;
import dev.tidegate.model.Scope;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether a shard takes in one more alert, so that its memory has a bound whatever senders send.
 *
 * <p>The bound is on all alerts of the shard, and what fills it is mostly one rule that tells each request or each thread
 * apart. Others must still be heard then. So what may be held is a multiple of what is still free: the more there is, the
 * less of it is given to who has most, and the last of it to nobody who has much. (Switches share their memory among ports
 * that way: Choudhury and Hahne, Dynamic Queue Length Thresholds, 1998.) There are two steps: a site holds at most {@value
 * #OF_SHARD} times what is free in the shard, and a name at most {@value #OF_SITE} times what its site may still take. One site
 * alone has nine tenths of the shard, and one name alone four fifths of that; of the next name there is room for four
 * fifths of the rest, and so on.
 *
 * <p>Nothing that is held is ever put out. It follows from what is held alone, so that a replay decides the same.
 */
final class Room {
    private static final long OF_SHARD = 9;
    private static final long OF_SITE = 4;

    /** A site, whether anything of it is held or not: what the incidents know of it stays. */
    private static final class Site {
        int held;
        final Map<String, Integer> names = new HashMap<>();
    }

    private final Map<Scope, Site> sites = new HashMap<>();
    private int held;

    /** The limit that an alert runs into whose identity is new; null when there is room for it. */
    @Nullable
    Limit limit(Scope scope, String alertname, Limits limits) {
        Site site = sites.get(scope);
        if (site == null && sites.size() >= limits.sites()) {
            return Limit.SITES;
        }
        long free = (long) limits.alerts() - held;
        if (free <= 0) {
            return Limit.SHARD;
        }
        if (site == null) {
            return null;
        }
        // so many more that then it holds OF_SHARD times what is left
        long more = (OF_SHARD * free - site.held) / (OF_SHARD + 1);
        if (more <= 0) {
            return Limit.SITE;
        }
        return site.names.getOrDefault(alertname, 0) < OF_SITE * more ? null : Limit.NAME;
    }

    int held() {
        return held;
    }

    void known(Scope scope) {
        sites.computeIfAbsent(scope, unused -> new Site());
    }

    void came(Scope scope, String alertname) {
        held++;
        Site site = sites.computeIfAbsent(scope, unused -> new Site());
        site.held++;
        site.names.merge(alertname, 1, Integer::sum);
    }

    void left(Scope scope, String alertname) {
        held--;
        Site site = sites.get(scope);
        if (site != null) {
            site.held--;
            site.names.merge(alertname, -1, (a, b) -> a + b == 0 ? null : a + b);
        }
    }
}
