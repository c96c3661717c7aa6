package dev.tidegate.rollout.staging;

import dev.tidegate.health.judge.Verdict;
import java.time.Instant;
import java.util.Optional;

/** What a verdict means to a run that soaks. */
public sealed interface Soak {
    /** Wait. */
    record Goes(String words) implements Soak {}

    record Passed(String words) implements Soak {}

    record Failed(String words) implements Soak {}

    /**
     * @param verdict the latest one; empty before the first
     * @param until earliest time of passing
     * @param patience after which no verdict is a failure: nobody passes for want of evidence
     */
    static Soak of(Optional<Verdict> verdict, Instant until, Instant patience, Instant now) {
        if (verdict.isEmpty()) {
            return now.isBefore(patience)
                    ? new Goes("its health is watched; nothing is known yet")
                    : new Failed("nothing was known of its health in time");
        }
        return switch (verdict.get()) {
            case Verdict.Unhealthy unhealthy -> new Failed("unhealthy: " + unhealthy.reason());
            case Verdict.Healthy healthy ->
                now.isBefore(until) ? new Goes("healthy so far: " + healthy.reason()) : new Passed(healthy.reason());
            case Verdict.Inconclusive doubt ->
                now.isBefore(patience)
                        ? new Goes("not known yet: " + doubt.reason())
                        : new Failed("no evidence in time: " + doubt.reason());
        };
    }
}
