package dev.tidegate.health.flow;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Reading;
import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.watch.VerdictWords;
import dev.tidegate.health.watch.WatchFact;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** What is counted of watches. */
final class WatchMeters {
    private final MeterRegistry meters;
    private final Counter rounds;
    private final Counter late;
    private final Counter unsent;
    private final Timer duration;
    private final Timer judging;
    private final Timer lateness;

    WatchMeters(MeterRegistry meters) {
        this.meters = meters;
        rounds = Counter.builder("tidegate.health.rounds")
                .description("rounds of questions that were judged")
                .register(meters);
        late = Counter.builder("tidegate.health.rounds.late")
                .description("rounds left out because the one before was still under way")
                .register(meters);
        unsent = Counter.builder("tidegate.health.frames.unsent")
                .description("facts that did not get to the topic; readers at other gateways miss them")
                .register(meters);
        duration = Timer.builder("tidegate.health.round.duration")
                .description("from the first question of a round to its last answer")
                .register(meters);
        judging = Timer.builder("tidegate.health.round.judging")
                .description("judging one round")
                .register(meters);
        lateness = Timer.builder("tidegate.health.frame.lateness")
                .description("from when a round was due to its frame being told to readers")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(10))
                .register(meters);
    }

    void running(Collection<?> watches) {
        meters.gaugeCollectionSize("tidegate.health.watches", List.of(), watches);
    }

    void late() {
        late.increment();
    }

    void unsent() {
        unsent.increment();
    }

    void refused(String limit) {
        meters.counter("tidegate.health.refused", "limit", limit).increment();
    }

    List<WatchFact> judging(Supplier<List<WatchFact>> judge) {
        List<WatchFact> facts = judging.record(judge);
        return facts == null ? List.of() : facts;
    }

    void framed(long millisAfterDue) {
        lateness.record(Duration.ofMillis(Math.max(0, millisAfterDue)));
    }

    void round(Round round, Duration took) {
        rounds.increment();
        duration.record(took);
        for (Reading reading : round.readings()) {
            String kind = kind(reading.evidence());
            if (!kind.isEmpty()) {
                meters.counter("tidegate.health.evidence.missing", "kind", kind).increment();
            }
        }
    }

    void told(WatchFact fact) {
        if (fact instanceof WatchFact.Decided decided) {
            String verdict = VerdictWords.of(decided.decision().verdict()).kind();
            meters.counter("tidegate.health.verdicts", "verdict", verdict).increment();
        }
    }

    private static String kind(Evidence evidence) {
        return switch (evidence) {
            case Evidence.Values values -> "";
            case Evidence.NoData nothing -> "no-data";
            case Evidence.Partial partial -> "partial";
            case Evidence.Stale stale -> "stale";
            case Evidence.QueryError error -> "query-error";
        };
    }
}
