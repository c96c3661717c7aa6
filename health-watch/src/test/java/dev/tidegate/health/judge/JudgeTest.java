package dev.tidegate.health.judge;

import static dev.tidegate.health.judge.Rounds.SHORT;
import static dev.tidegate.health.judge.Rounds.THREE;
import static dev.tidegate.health.judge.Rounds.compared;
import static dev.tidegate.health.judge.Rounds.judge;
import static dev.tidegate.health.judge.Rounds.limited;
import static dev.tidegate.health.judge.Rounds.policy;
import static dev.tidegate.health.judge.Rounds.signal;
import static dev.tidegate.health.judge.Rounds.snapshot;
import static dev.tidegate.health.judge.Rounds.wiggle;
import static dev.tidegate.health.judge.World.CHANGE;
import static dev.tidegate.health.judge.World.INTERVAL;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tidegate.health.evidence.Evidence.NoData;
import dev.tidegate.health.evidence.Evidence.Values;
import dev.tidegate.health.evidence.Group;
import dev.tidegate.health.evidence.Reading;
import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.judge.Verdict.Doubt;
import dev.tidegate.health.judge.Verdict.Healthy;
import dev.tidegate.health.judge.Verdict.Inconclusive;
import dev.tidegate.health.judge.Verdict.Unhealthy;
import dev.tidegate.health.policy.Comparison;
import dev.tidegate.health.policy.Direction;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Exposure;
import dev.tidegate.health.policy.Limit;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a verdict is made of, round by round. */
class JudgeTest {
    private final Rounds rounds = new Rounds();

    @Test
    void healthySaysHowSureItIsOnlyWhenSomethingWasCompared() {
        Judge limits = judge(THREE, SHORT, limited(Limit.of(90)));
        Judge compares = snapshot(THREE, compared(Direction.UP));
        Verdict within = new Inconclusive(Doubt.EXPOSURE, "");
        Verdict asExpected = within;
        for (int i = 0; i < 10; i++) {
            within = rounds.verdict(limits, Values.of(1, 1, 1), Values.of(1, 1, 1));
        }
        Rounds others = new Rounds();
        for (int i = 0; i < 10; i++) {
            asExpected = others.verdict(compares, wiggle(3, i, 10), wiggle(3, i + 7, 10));
        }
        assertThat(within).isEqualTo(new Healthy("1 signal is as expected"));
        assertThat(asExpected.reason()).contains("chance of a false pull-back at most 1 %");
    }

    @Test
    void healthyNeedsTheExposureInTimeAndRounds() {
        Judge judge = judge(THREE, new Exposure(Duration.ofSeconds(60), 4, 1, 0), limited(Limit.of(90)));
        for (int i = 1; i < 6; i++) {
            assertThat(rounds.verdict(judge, Values.of(1, 1, 1), Values.of(1, 1, 1)))
                    .isInstanceOfSatisfying(
                            Inconclusive.class,
                            inconclusive -> assertThat(inconclusive.doubt()).isEqualTo(Doubt.EXPOSURE));
        }
        assertThat(rounds.verdict(judge, Values.of(1, 1, 1), Values.of(1, 1, 1)))
                .isInstanceOf(Healthy.class);
    }

    @Test
    void unhealthyStays() {
        Judge judge = judge(THREE, SHORT, limited(Limit.of(90)));
        Verdict first = rounds.verdict(judge, Values.of(99, 1, 1), Values.of(1, 1, 1));
        for (int i = 0; i < 50; i++) {
            assertThat(rounds.verdict(judge, Values.of(1, 1, 1), Values.of(1, 1, 1)))
                    .isEqualTo(first);
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
    void roundsComeInOrder() {
        Judge judge = judge(THREE, SHORT, limited(Limit.of(90)));
        Round first = rounds.next(Values.of(1, 1, 1), Values.of(1, 1, 1));
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
        Judgement judgement = judge.judge(rounds.next(Values.of(10, 12, Double.NaN), Values.of(8, 10, 9)));
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
}
