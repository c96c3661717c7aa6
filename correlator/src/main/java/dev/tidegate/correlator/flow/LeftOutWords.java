package dev.tidegate.correlator.flow;

import dev.tidegate.correlator.alert.Limit;
import dev.tidegate.correlator.shard.ShardStats;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What the process's own log says of alerts that a shard leaves out: at once, and then from time to time while it goes on. */
final class LeftOutWords {
    private static final Duration PACE = Duration.ofMinutes(10);

    private Map<Limit, Long> told = Map.of();
    private Instant next = Instant.MIN;

    /** Counts begin anew. */
    void restored() {
        told = Map.of();
    }

    /** @param now by the shard's clock */
    Optional<String> news(ShardStats stats, Instant now) {
        Map<Limit, Long> all = stats.leftOut();
        if (all.equals(told) || now.isBefore(next)) {
            return Optional.empty();
        }
        next = now.plus(PACE);
        Map<Limit, Long> before = told;
        told = all;
        String more = new TreeMap<>(all)
                .entrySet().stream()
                        .map(each -> each.getValue() - before.getOrDefault(each.getKey(), 0L) + " by "
                                + each.getKey().word())
                        .filter(words -> !words.startsWith("0 "))
                        .collect(Collectors.joining(", "));
        return Optional.of("leaves out what is new (" + more + "): it holds " + stats.alerts() + " alerts of "
                + stats.mostAlerts() + " (limits.alerts); alerts TidegateAlertsLimited say of which");
    }
}
