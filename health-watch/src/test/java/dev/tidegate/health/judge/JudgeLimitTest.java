package dev.tidegate.health.judge;

import static dev.tidegate.health.judge.Rounds.SHORT;
import static dev.tidegate.health.judge.Rounds.THREE;
import static dev.tidegate.health.judge.Rounds.judge;
import static dev.tidegate.health.judge.Rounds.limited;
import static dev.tidegate.health.judge.Rounds.signal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.evidence.Evidence.Values;
import dev.tidegate.health.judge.Verdict.Cause;
import dev.tidegate.health.judge.Verdict.Doubt;
import dev.tidegate.health.judge.Verdict.Inconclusive;
import dev.tidegate.health.judge.Verdict.Unhealthy;
import dev.tidegate.health.policy.Direction;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Limit;
import dev.tidegate.health.policy.Signal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Limits: when one is crossed, by whom, and when it is not. */
class JudgeLimitTest {
    private final Rounds rounds = new Rounds();

    @Test
    void aLimitFiresInTheRoundThatCrossesIt() {
        Judge judge = judge(THREE, SHORT, limited(Limit.of(90)));
        assertThat(rounds.verdict(judge, Values.of(50, 60, 70), Values.of(50, 50, 50)))
                .isInstanceOf(Inconclusive.class);
        Verdict verdict = rounds.verdict(judge, Values.of(50, 91, 70), Values.of(50, 50, 50));
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
        Judgement judgement = judge.judge(rounds.next(Values.of(50, 91, 95), Values.of(50, 50, 50)));
        assertThat(Blame.first(judgement, 3))
                .containsExactly(new Blame.Blamed("w2", "m", 95), new Blame.Blamed("w1", "m", 91));
    }

    @Test
    void aLimitWaitsForItsRoundsAndItsShareOfNodes() {
        Judge judge = judge(THREE, SHORT, limited(new Limit(90, 0.5, 2)));
        assertThat(rounds.verdict(judge, Values.of(99, 50, 50), Values.of(1, 1, 1)))
                .isInstanceOf(Inconclusive.class);
        assertThat(rounds.verdict(judge, Values.of(99, 50, 50), Values.of(1, 1, 1)))
                .isInstanceOf(Inconclusive.class);
        assertThat(rounds.verdict(judge, Values.of(99, 99, 50), Values.of(1, 1, 1)))
                .isNotInstanceOf(Unhealthy.class);
        assertThat(rounds.verdict(judge, Values.of(99, 99, 50), Values.of(1, 1, 1)))
                .isInstanceOf(Unhealthy.class);
    }

    @Test
    void aLimitDownwardsIsCrossedFromAbove() {
        Signal signal =
                signal(Direction.DOWN, Optional.of(Limit.of(0.99)), Optional.empty(), true, false, Empty.UNKNOWN);
        Judge judge = judge(THREE, SHORT, signal);
        assertThat(rounds.verdict(judge, Values.of(1, 0.995, 1), Values.of(1, 1, 1)))
                .isInstanceOf(Inconclusive.class);
        assertThat(rounds.verdict(judge, Values.of(1, 0.9, 1), Values.of(1, 1, 1))
                        .reason())
                .contains("worst is 0.9 (w1)");
    }

    @Test
    void aControlBeyondTheLimitAsWellExonerates() {
        Judge judge = judge(THREE, SHORT, limited(Limit.of(90)));
        Verdict verdict = rounds.verdict(judge, Values.of(99, 99, 50), Values.of(50, 99, 50));
        assertThat(verdict)
                .isInstanceOfSatisfying(
                        Inconclusive.class,
                        inconclusive -> assertThat(inconclusive.doubt()).isEqualTo(Doubt.SITE_WIDE));
        assertThat(rounds.verdict(judge, Values.of(99, 99, 50), Values.of(50, 50, 50)))
                .isInstanceOf(Unhealthy.class);
    }
}
