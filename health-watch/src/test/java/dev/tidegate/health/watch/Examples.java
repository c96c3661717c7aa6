package dev.tidegate.health.watch;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Group;
import dev.tidegate.health.evidence.Reading;
import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.judge.Judge;
import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.judge.SignalReport;
import dev.tidegate.health.judge.Verdict;
import dev.tidegate.health.policy.Direction;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Exposure;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.Limit;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A watch of two nodes on one signal, and a judge that is easily understood. */
public final class Examples {
    public static final Instant T0 = Instant.parse("2026-03-01T12:00:00Z");
    public static final Cohort COHORT = new Cohort(List.of("cmp1", "cmp2"), List.of("cmp3"));

    private Examples() {}

    public static HealthPolicy policy(Duration interval) {
        Signal latency = new Signal(
                "latency",
                "s",
                SignalKind.GAUGE,
                Direction.UP,
                new Source.Prometheus("prom", "latency{instance=~\"$nodes\"}", Optional.empty(), "instance"),
                Optional.of(Limit.of(10)),
                Optional.empty(),
                Empty.UNKNOWN,
                Duration.ofMinutes(1),
                true,
                false);
        return new HealthPolicy(
                "latency",
                interval,
                interval.multipliedBy(10),
                0.01,
                1,
                Exposure.DEFAULT,
                interval.multipliedBy(5),
                List.of(latency));
    }

    public static WatchSpec spec(String id, Instant changedAt) {
        return new WatchSpec(id, "default", "a watch", "latency", COHORT, changedAt, null, "ann", changedAt);
    }

    public static Round round(Instant at, Evidence watched) {
        return new Round(at, List.of(new Reading("latency", Group.WATCHED, watched)));
    }

    /** Unhealthy above 10, Healthy after five rounds with values, doubtful otherwise. Knows what it was given. */
    public static final class PlainJudge implements Judge {
        public final List<Instant> remembered = new ArrayList<>();
        public final List<Instant> judged = new ArrayList<>();
        private int values;

        @Override
        public void remember(Round round) {
            remembered.add(round.at());
        }

        @Override
        public Judgement judge(Round round) {
            judged.add(round.at());
            Evidence watched = round.readings().stream()
                    .filter(reading -> reading.group() == Group.WATCHED)
                    .map(Reading::evidence)
                    .findFirst()
                    .orElse(new Evidence.NoData("nothing was read"));
            Verdict verdict = verdict(watched);
            double level = watched instanceof Evidence.Values found ? found.values()[0] : Double.NaN;
            SignalReport report = new SignalReport(
                    "latency",
                    watched,
                    null,
                    level,
                    Double.NaN,
                    Double.NaN,
                    10,
                    10 - level,
                    "",
                    Double.NaN,
                    Double.NaN,
                    Double.NaN,
                    2,
                    2,
                    values,
                    List.of("cmp1"),
                    List.of(level),
                    verdict.reason(),
                    verdict);
            return new Judgement(round.at(), 1_000, 0, verdict, List.of(report));
        }

        private Verdict verdict(Evidence watched) {
            return switch (watched) {
                case Evidence.Values found -> {
                    values++;
                    if (found.values()[0] > 10) {
                        yield new Verdict.Unhealthy("latency", Verdict.Cause.LIMIT, "latency is above 10");
                    }
                    yield values < 5
                            ? new Verdict.Inconclusive(Verdict.Doubt.EXPOSURE, values + " of 5 rounds")
                            : new Verdict.Healthy("latency is below 10");
                }
                case Evidence.NoData nothing -> doubtful(nothing.reason());
                case Evidence.Partial partial -> doubtful(partial.reason());
                case Evidence.Stale stale -> doubtful(stale.reason());
                case Evidence.QueryError error -> doubtful(error.reason());
            };
        }

        private static Verdict doubtful(String reason) {
            return new Verdict.Inconclusive(Verdict.Doubt.EVIDENCE, reason);
        }
    }
}
