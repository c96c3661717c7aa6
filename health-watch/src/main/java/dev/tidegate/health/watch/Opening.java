package dev.tidegate.health.watch;

import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** What must hold before a watch is opened. */
public final class Opening {
    /** A watch that waits takes the place of one that watches. */
    private static final Duration MOST_AHEAD = Duration.ofDays(31);

    private Opening() {}

    /**
     * Checks a watch.
     *
     * @param unreadable says why a source cannot be read; empty when it can
     * @throws RefusedWatchException naming the field
     */
    public static void check(
            WatchSpec spec, HealthPolicy policy, WatchLimits limits, Function<Source, Optional<String>> unreadable) {
        nodes(spec, limits);
        times(spec, policy, limits);
        for (Signal signal : policy.signals()) {
            unreadable.apply(signal.source()).ifPresent(reason -> {
                throw RefusedWatchException.wrong("policy", "signal " + signal.name() + ": " + reason);
            });
        }
    }

    private static void nodes(WatchSpec spec, WatchLimits limits) {
        Set<String> seen = new HashSet<>();
        once("watched", spec.cohort().watched(), seen, limits);
        once("control", spec.cohort().control(), seen, limits);
    }

    private static void once(String field, List<String> nodes, Set<String> seen, WatchLimits limits) {
        if (nodes.size() > limits.nodes()) {
            throw RefusedWatchException.wrong(
                    field, "has " + nodes.size() + " nodes; at most " + limits.nodes() + " are taken");
        }
        for (String node : nodes) {
            if (!seen.add(node)) {
                throw RefusedWatchException.wrong(
                        field, "node \"" + node + "\" is there twice; a node is either watched or control, once");
            }
        }
    }

    private static void times(WatchSpec spec, HealthPolicy policy, WatchLimits limits) {
        if (Duration.between(spec.openedAt(), spec.changedAt()).compareTo(MOST_AHEAD) > 0) {
            throw RefusedWatchException.wrong(
                    "since", "is more than " + MOST_AHEAD.toDays() + " days ahead; a watch is opened for what is near");
        }
        Instant until = spec.until();
        if (until != null && (!until.isAfter(spec.changedAt()) || !until.isAfter(spec.openedAt()))) {
            throw RefusedWatchException.wrong("until", "must be after since and after now");
        }
        Duration past = Duration.between(spec.changedAt().minus(policy.snapshot()), spec.openedAt());
        long rounds = past.isNegative() ? 0 : past.dividedBy(policy.interval());
        if (rounds > limits.pastRounds()) {
            throw RefusedWatchException.wrong(
                    "since",
                    "with the policy's snapshot, " + rounds + " rounds of the past would have to be read; at most "
                            + limits.pastRounds() + " are");
        }
    }
}
