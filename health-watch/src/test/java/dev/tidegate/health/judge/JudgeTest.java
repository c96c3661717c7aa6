package dev.tidegate.health.judge;

import static dev.tidegate.health.judge.World.CHANGE;
import static dev.tidegate.health.judge.World.INTERVAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Evidence.NoData;
import dev.tidegate.health.evidence.Evidence.Partial;
import dev.tidegate.health.evidence.Evidence.QueryError;
import dev.tidegate.health.evidence.Evidence.Stale;
import dev.tidegate.health.evidence.Evidence.Values;
import dev.tidegate.health.evidence.Group;
import dev.tidegate.health.evidence.Reading;
import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.judge.Verdict.Cause;
import dev.tidegate.health.judge.Verdict.Doubt;
import dev.tidegate.health.judge.Verdict.Healthy;
import dev.tidegate.health.judge.Verdict.Inconclusive;
import dev.tidegate.health.judge.Verdict.Unhealthy;
import dev.tidegate.health.policy.Comparison;
import dev.tidegate.health.policy.Direction;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Exposure;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.Limit;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a verdict is made of, round by round. */
class JudgeTest {
    private static final Exposure SHORT = new Exposure(Duration.ofSeconds(30), 3, 1, 0);
    private static final Cohort THREE = World.cohort(3, 3);

    private long round;

    @Test
    void aLimitFiresInTheRoundThatCrossesIt() {
        Judge judge = judge(THREE, SHORT, limited(Limit.of(90)));
        assertThat(verdict(judge, Values.of(50, 60, 70), Values.of(50, 50, 50))).isInstanceOf(Inconclusive.class);
        Verdict verdict = verdict(judge, Values.of(50, 91, 70), Values.of(50, 50, 50));
        assertThat(verdict).isInstanceOfSatisfying(Unhealthy.class, unhealthy -> {
            assertThat(unhealthy.cause()).isEqualTo(Cause.LIMIT);
            assertThat(unhealthy.reason())
                    .matches(
                            "m is beyond its limit of 90 on 1 of 3 nodes: worst is 91 \\(w1\\); found .* after the change");
        });
    }

    @Test
    void theNodesThatCrossedALimitAreBlamedAndNoOthers() {
        Judge judge = judge(THREE, SHORT, limited(Limit.of(90)));
        Judgement judgement = judge.judge(round(Values.of(50, 91, 95), Values.of(50, 50, 50)));
        assertThat(Blame.first(judgement, 3))
                .containsExactly(new Blame.Blamed("w2", "m", 95), new Blame.Blamed("w1", "m", 91));
    }

    @Test
    void healthySaysHowSureItIsOnlyWhenSomethingWasCompared() {
        Judge limits = judge(THREE, SHORT, limited(Limit.of(90)));
        Judge compares = snapshot(THREE, compared(Direction.UP));
        Verdict within = new Inconclusive(Doubt.EXPOSURE, "");
        Verdict asExpected = within;
        for (int i = 0; i < 10; i++) {
            within = verdict(limits, Values.of(1, 1, 1), Values.of(1, 1, 1));
        }
        round = 0;
        for (int i = 0; i < 10; i++) {
            asExpected = verdict(compares, wiggle(3, i, 10), wiggle(3, i + 7, 10));
        }
        assertThat(within).isEqualTo(new Healthy("1 signal is as expected"));
        assertThat(asExpected.reason()).contains("chance of a false pull-back at most 1 %");
    }

    @Test
    void aLimitWaitsForItsRoundsAndItsShareOfNodes() {
        Judge judge = judge(THREE, SHORT, limited(new Limit(90, 0.5, 2)));
        assertThat(verdict(judge, Values.of(99, 50, 50), Values.of(1, 1, 1))).isInstanceOf(Inconclusive.class);
        assertThat(verdict(judge, Values.of(99, 50, 50), Values.of(1, 1, 1))).isInstanceOf(Inconclusive.class);
        assertThat(verdict(judge, Values.of(99, 99, 50), Values.of(1, 1, 1))).isNotInstanceOf(Unhealthy.class);
        assertThat(verdict(judge, Values.of(99, 99, 50), Values.of(1, 1, 1))).isInstanceOf(Unhealthy.class);
    }

    @Test
    void aLimitDownwardsIsCrossedFromAbove() {
        Signal signal =
                signal(Direction.DOWN, Optional.of(Limit.of(0.99)), Optional.empty(), true, false, Empty.UNKNOWN);
        Judge judge = judge(THREE, SHORT, signal);
        assertThat(verdict(judge, Values.of(1, 0.995, 1), Values.of(1, 1, 1))).isInstanceOf(Inconclusive.class);
        assertThat(verdict(judge, Values.of(1, 0.9, 1), Values.of(1, 1, 1)).reason())
                .contains("worst is 0.9 (w1)");
    }

    @Test
    void aControlBeyondTheLimitAsWellExonerates() {
        Judge judge = judge(THREE, SHORT, limited(Limit.of(90)));
        Verdict verdict = verdict(judge, Values.of(99, 99, 50), Values.of(50, 99, 50));
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Inconclusive.class,
                        inconclusive -> assertThat(inconclusive.doubt()).isEqualTo(Doubt.SITE_WIDE));
        assertThat(verdict(judge, Values.of(99, 99, 50), Values.of(50, 50, 50))).isInstanceOf(Unhealthy.class);
    }

    @Test
    void unhealthyStays() {
        Judge judge = judge(THREE, SHORT, limited(Limit.of(90)));
        Verdict first = verdict(judge, Values.of(99, 1, 1), Values.of(1, 1, 1));
        for (int i = 0; i < 50; i++) {
            assertThat(verdict(judge, Values.of(1, 1, 1), Values.of(1, 1, 1))).isEqualTo(first);
        }
    }

    static List<Evidence> notEvidence() {
        return List.of(
                new NoData("no series"),
                new Partial("3 of 5 shards"),
                new Stale(Duration.ofMinutes(4), "last sample at 12:00"),
                new QueryError("connection refused"),
                Values.of(Double.NaN, Double.NaN, Double.NaN),
                Values.of(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY),
                Values.of(1, 2));
    }

    @ParameterizedTest
    @MethodSource("notEvidence")
    void whatIsNoEvidenceNeitherPassesNorPullsBack(Evidence nothing) {
        for (boolean controlToo : new boolean[] {true, false}) {
            Judge judge = judge(THREE, SHORT, limited(Limit.of(90)));
            for (int i = 0; i < 500; i++) {
                assertThat(verdict(judge, nothing, controlToo ? nothing : Values.of(1, 1, 1)))
                        .isInstanceOfSatisfying(Inconclusive.class, inconclusive -> {
                            assertThat(inconclusive.doubt()).isEqualTo(Doubt.EVIDENCE);
                            assertThat(inconclusive.reason()).startsWith("m of the watched nodes is held: ");
                        });
            }
        }
    }

    @ParameterizedTest
    @MethodSource("notEvidence")
    void healthyNeedsEvidenceNow(Evidence nothing) {
        Judge judge = judge(THREE, SHORT, limited(Limit.of(90)));
        for (int i = 0; i < 3; i++) {
            verdict(judge, Values.of(1, 2, 1), Values.of(1, 1, 2));
        }
        assertThat(verdict(judge, Values.of(1, 2, 1), Values.of(1, 1, 2))).isInstanceOf(Healthy.class);
        assertThat(verdict(judge, nothing, Values.of(1, 1, 1))).isInstanceOf(Inconclusive.class);
        assertThat(verdict(judge, Values.of(1, 2, 1), Values.of(1, 1, 2))).isInstanceOf(Healthy.class);
    }

    @Test
    void aComparisonWithoutItsControlHolds() {
        Judge judge = snapshot(THREE, compared(Direction.UP));
        Verdict verdict = new Healthy("");
        for (int i = 0; i < 10; i++) {
            verdict = verdict(judge, wiggle(3, i, 10), new QueryError("HTTP 503"));
        }
        assertThat(verdict.reason())
                .isEqualTo(
                        "m of the control is held: the question failed (HTTP 503); without it nothing can be compared");
    }

    @Test
    void aComparisonWithNothingToCompareWithHolds() {
        Judge judge = judge(World.cohort(3, 0), SHORT, compared(Direction.UP));
        Verdict verdict = new Healthy("");
        for (int i = 0; i < 10; i++) {
            verdict = verdict(judge, wiggle(3, i, 10), null);
        }
        assertThat(verdict.reason())
                .isEqualTo("m is held: there is no control and too little was seen before the change to compare with");
    }

    @Test
    void nodesThatVanishFromTheAnswerAreNamed() {
        Judge judge = judge(THREE, SHORT, limited(Limit.of(90)));
        for (int i = 0; i < 5; i++) {
            verdict(judge, Values.of(1, 1, 1), Values.of(1, 1, 1));
        }
        Verdict verdict = verdict(judge, Values.of(1, Double.NaN, 1), Values.of(1, 1, 1));
        assertThat(verdict)
                .isEqualTo(new Inconclusive(Doubt.SILENT_NODES, "m is held: 2 of 3 nodes report, 3 must; silent: w1"));
    }

    @Test
    void noRowsAreNoEventsOnlyWhenTheOperatorSaysSo() {
        Signal zero = new Signal(
                "m",
                "",
                SignalKind.COUNT,
                Direction.UP,
                new Source.Given(),
                Optional.of(Limit.of(5)),
                Optional.empty(),
                Empty.ZERO,
                Duration.ofSeconds(30),
                true,
                false);
        Judge judge = judge(THREE, SHORT, zero);
        Verdict verdict = new Healthy("");
        for (int i = 0; i < 4; i++) {
            verdict = verdict(judge, new NoData("no rows"), new NoData("no rows"));
        }
        assertThat(verdict).isInstanceOf(Healthy.class);
        assertThat(verdict(judge, new QueryError("refused"), new NoData("no rows")))
                .isInstanceOf(Inconclusive.class);
    }

    @Test
    void healthyNeedsTheExposureInTimeAndRounds() {
        Judge judge = judge(THREE, new Exposure(Duration.ofSeconds(60), 4, 1, 0), limited(Limit.of(90)));
        for (int i = 1; i < 6; i++) {
            assertThat(verdict(judge, Values.of(1, 1, 1), Values.of(1, 1, 1)))
                    .isInstanceOfSatisfying(
                            Inconclusive.class,
                            inconclusive -> assertThat(inconclusive.doubt()).isEqualTo(Doubt.EXPOSURE));
        }
        assertThat(verdict(judge, Values.of(1, 1, 1), Values.of(1, 1, 1))).isInstanceOf(Healthy.class);
    }

    @Test
    void aSiteWideRiseExonerates() {
        Judge judge = snapshot(World.cohort(6, 6), compared(Direction.UP));
        Verdict verdict = new Healthy("");
        for (int i = 0; i < 60; i++) {
            verdict = verdict(judge, wiggle(6, i, 30), wiggle(6, i + 7, 30));
            assertThat(verdict).isNotInstanceOf(Unhealthy.class);
        }
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Inconclusive.class,
                        inconclusive -> assertThat(inconclusive.doubt()).isEqualTo(Doubt.SITE_WIDE));
    }

    @Test
    void aRiseOfTheWatchedAloneIsFoundAndSaid() {
        Judge judge = snapshot(World.cohort(6, 6), compared(Direction.UP));
        Verdict verdict = new Healthy("");
        for (int i = 0; i < 6; i++) {
            verdict = verdict(judge, wiggle(6, i, 30), wiggle(6, i + 7, 10));
        }
        assertThat(verdict).isInstanceOfSatisfying(Unhealthy.class, unhealthy -> {
            assertThat(unhealthy.cause()).isEqualTo(Cause.CONTROL);
            assertThat(unhealthy.reason()).contains("times that of 6 untouched ones", "1 in", "limit of the budget");
        });
    }

    @Test
    void aFallIsFoundOnlyWhereItIsWorse() {
        for (Direction direction : Direction.values()) {
            Judge judge = snapshot(World.cohort(6, 0), compared(direction));
            Verdict verdict = new Healthy("");
            for (int i = 0; i < 12; i++) {
                verdict = verdict(judge, wiggle(6, i, 3), null);
            }
            if (direction == Direction.UP) {
                assertThat(verdict).isInstanceOf(Healthy.class);
            } else {
                assertThat(verdict)
                        .isInstanceOfSatisfying(
                                Unhealthy.class,
                                unhealthy -> assertThat(unhealthy.cause()).isEqualTo(Cause.SNAPSHOT));
            }
        }
    }

    @Test
    void aShadowSignalHasNoSayAndSpendsNothing() {
        Signal shadow = signal(
                Direction.UP, Optional.of(Limit.of(5)), Optional.of(Comparison.DEFAULT), true, true, Empty.UNKNOWN);
        Signal other = new Signal(
                "n",
                "",
                SignalKind.GAUGE,
                Direction.UP,
                new Source.Given(),
                Optional.of(Limit.of(1e9)),
                Optional.empty(),
                Empty.UNKNOWN,
                Duration.ofSeconds(30),
                true,
                false);
        Judge judge = Judges.of(policy(SHORT, List.of(shadow, other)), World.cohort(2, 0), CHANGE);
        List<Reading> readings = List.of(
                new Reading("m", Group.WATCHED, Values.of(99, 99)), new Reading("n", Group.WATCHED, Values.of(1, 1)));
        for (int i = 1; i < 6; i++) {
            judge.judge(new Round(CHANGE.plus(INTERVAL.multipliedBy(i)), readings));
        }
        Judgement judgement = judge.judge(new Round(CHANGE.plus(INTERVAL.multipliedBy(6)), readings));
        assertThat(judgement.verdict()).isInstanceOf(Healthy.class);
        assertThat(judgement.spent()).isZero();
        assertThat(judgement.signals().getFirst().state()).isInstanceOf(Unhealthy.class);
    }

    @Test
    void whatIsSpentGrowsAndStaysWithinTheBudget() {
        Judge judge = snapshot(World.cohort(3, 0), compared(Direction.EITHER));
        double before = 0;
        for (int i = 0; i < 2_000; i++) {
            Judgement judgement = judge.judge(round(wiggle(3, i, 10), null));
            assertThat(judgement.spent()).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(0.01);
            before = judgement.spent();
        }
        assertThat(before).isGreaterThan(0.008);
    }

    @Test
    void roundsComeInOrder() {
        Judge judge = judge(THREE, SHORT, limited(Limit.of(90)));
        Round first = round(Values.of(1, 1, 1), Values.of(1, 1, 1));
        judge.judge(first);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> judge.judge(first))
                .withMessageContaining("in order of time");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> judge.remember(new Round(CHANGE.minusSeconds(1), List.of())))
                .withMessageContaining("not from before the change");
        Judge fresh = judge(THREE, SHORT, limited(Limit.of(90)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fresh.judge(new Round(CHANGE.minusSeconds(1), List.of())))
                .withMessageContaining("not from after the change");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> fresh.judge(
                        new Round(CHANGE.plusSeconds(1), List.of(new Reading("x", Group.WATCHED, new NoData("none"))))))
                .withMessage("the policy has no signal x");
    }

    @Test
    void aReportSaysWhatItWasMadeOf() {
        Judge judge = snapshot(THREE, compared(Direction.UP));
        Judgement judgement = judge.judge(round(Values.of(10, 12, Double.NaN), Values.of(8, 10, 9)));
        SignalReport report = judgement.signals().getFirst();
        assertThat(report.level()).isEqualTo(11);
        assertThat(report.controlLevel()).isEqualTo(9);
        assertThat(report.snapshotLevel()).isBetween(9.0, 11.0);
        assertThat(report.reporting()).isEqualTo(2);
        assertThat(report.expected()).isEqualTo(3);
        assertThat(report.limit()).isNaN();
        assertThat(report.threshold()).isBetween(100.0, 120.0);
        assertThat(report.statistic()).isGreaterThanOrEqualTo(0);
        assertThat(report.method()).startsWith("change of levels against the change of the control");
    }

    // ------------------------------------------------------------------------------------- makings

    private static Values wiggle(int nodes, int step, double level) {
        double[] values = new double[nodes];
        for (int i = 0; i < nodes; i++) {
            values[i] = level * (1 + 0.1 * Math.sin(1.7 * step + 2.3 * i) + 0.05 * Math.sin(0.61 * step * (i + 1)));
        }
        return Values.of(values);
    }

    private Judge snapshot(Cohort cohort, Signal signal) {
        Judge judge = judge(cohort, SHORT, signal);
        for (int i = 100; i > 0; i--) {
            judge.remember(new Round(
                    CHANGE.minus(INTERVAL.multipliedBy(i)),
                    readings(
                            wiggle(cohort.watched().size(), -i, 10),
                            cohort.control().isEmpty()
                                    ? null
                                    : wiggle(cohort.control().size(), -i + 7, 10))));
        }
        return judge;
    }

    private Verdict verdict(Judge judge, Evidence watched, @Nullable Evidence control) {
        return judge.judge(round(watched, control)).verdict();
    }

    private Round round(Evidence watched, @Nullable Evidence control) {
        round++;
        return new Round(CHANGE.plus(INTERVAL.multipliedBy(round)), readings(watched, control));
    }

    private static List<Reading> readings(Evidence watched, @Nullable Evidence control) {
        List<Reading> readings = new ArrayList<>();
        readings.add(new Reading("m", Group.WATCHED, watched));
        if (control != null) {
            readings.add(new Reading("m", Group.CONTROL, control));
        }
        return readings;
    }

    private static Judge judge(Cohort cohort, Exposure exposure, Signal signal) {
        return Judges.of(policy(exposure, List.of(signal)), cohort, CHANGE);
    }

    private static HealthPolicy policy(Exposure exposure, List<Signal> signals) {
        return new HealthPolicy(
                "p", INTERVAL, Duration.ofMinutes(10), 0.01, 1, exposure, Duration.ofMinutes(5), signals);
    }

    private static Signal limited(Limit limit) {
        return signal(Direction.UP, Optional.of(limit), Optional.empty(), true, false, Empty.UNKNOWN);
    }

    private static Signal compared(Direction direction) {
        return signal(direction, Optional.empty(), Optional.of(Comparison.DEFAULT), true, false, Empty.UNKNOWN);
    }

    private static Signal signal(
            Direction direction,
            Optional<Limit> limit,
            Optional<Comparison> comparison,
            boolean required,
            boolean shadow,
            Empty empty) {
        return new Signal(
                "m",
                "",
                SignalKind.GAUGE,
                direction,
                new Source.Given(),
                limit,
                comparison,
                empty,
                Duration.ofSeconds(5),
                required,
                shadow);
    }
}
