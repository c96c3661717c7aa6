package dev.tidegate.health.judge;

import static dev.tidegate.health.judge.Rounds.compared;
import static dev.tidegate.health.judge.Rounds.judge;
import static dev.tidegate.health.judge.Rounds.snapshot;
import static dev.tidegate.health.judge.Rounds.wiggle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.judge.Verdict.Cause;
import dev.tidegate.health.judge.Verdict.Doubt;
import dev.tidegate.health.judge.Verdict.Healthy;
import dev.tidegate.health.judge.Verdict.Inconclusive;
import dev.tidegate.health.judge.Verdict.Unhealthy;
import dev.tidegate.health.policy.Direction;
import org.junit.jupiter.api.Test;

/** Comparisons with the control and with the time before the change. */
class JudgeComparisonTest {
    private final Rounds rounds = new Rounds();

    @Test
    void aSiteWideRiseExonerates() {
        Judge judge = snapshot(World.cohort(6, 6), compared(Direction.UP));
        Verdict verdict = new Healthy("");
        for (int i = 0; i < 60; i++) {
            verdict = rounds.verdict(judge, wiggle(6, i, 30), wiggle(6, i + 7, 30));
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
            verdict = rounds.verdict(judge, wiggle(6, i, 30), wiggle(6, i + 7, 10));
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
                verdict = rounds.verdict(judge, wiggle(6, i, 3), null);
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
    void whatIsSpentGrowsAndStaysWithinTheBudget() {
        Judge judge = snapshot(World.cohort(3, 0), compared(Direction.EITHER));
        double before = 0;
        for (int i = 0; i < 2_000; i++) {
            Judgement judgement = judge.judge(rounds.next(wiggle(3, i, 10), null));
            assertThat(judgement.spent()).isGreaterThanOrEqualTo(before).isLessThanOrEqualTo(0.01);
            before = judgement.spent();
        }
        assertThat(before).isGreaterThan(0.008);
    }
}
