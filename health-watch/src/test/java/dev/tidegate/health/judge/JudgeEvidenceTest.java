package dev.tidegate.health.judge;

import static dev.tidegate.health.judge.Rounds.SHORT;
import static dev.tidegate.health.judge.Rounds.THREE;
import static dev.tidegate.health.judge.Rounds.compared;
import static dev.tidegate.health.judge.Rounds.judge;
import static dev.tidegate.health.judge.Rounds.limited;
import static dev.tidegate.health.judge.Rounds.snapshot;
import static dev.tidegate.health.judge.Rounds.wiggle;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Evidence.NoData;
import dev.tidegate.health.evidence.Evidence.Partial;
import dev.tidegate.health.evidence.Evidence.QueryError;
import dev.tidegate.health.evidence.Evidence.Stale;
import dev.tidegate.health.evidence.Evidence.Values;
import dev.tidegate.health.judge.Verdict.Doubt;
import dev.tidegate.health.judge.Verdict.Healthy;
import dev.tidegate.health.judge.Verdict.Inconclusive;
import dev.tidegate.health.policy.Direction;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Limit;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is no evidence: it neither passes nor pulls back, and says what is missing. */
class JudgeEvidenceTest {
    private final Rounds rounds = new Rounds();

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
                assertThat(rounds.verdict(judge, nothing, controlToo ? nothing : Values.of(1, 1, 1)))
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
            rounds.verdict(judge, Values.of(1, 2, 1), Values.of(1, 1, 2));
        }
        assertThat(rounds.verdict(judge, Values.of(1, 2, 1), Values.of(1, 1, 2)))
                .isInstanceOf(Healthy.class);
        assertThat(rounds.verdict(judge, nothing, Values.of(1, 1, 1))).isInstanceOf(Inconclusive.class);
        assertThat(rounds.verdict(judge, Values.of(1, 2, 1), Values.of(1, 1, 2)))
                .isInstanceOf(Healthy.class);
    }

    @Test
    void aComparisonWithoutItsControlHolds() {
        Judge judge = snapshot(THREE, compared(Direction.UP));
        Verdict verdict = new Healthy("");
        for (int i = 0; i < 10; i++) {
            verdict = rounds.verdict(judge, wiggle(3, i, 10), new QueryError("HTTP 503"));
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
            verdict = rounds.verdict(judge, wiggle(3, i, 10), null);
        }
        assertThat(verdict.reason())
                .isEqualTo("m is held: there is no control and too little was seen before the change to compare with");
    }

    @Test
    void nodesThatVanishFromTheAnswerAreNamed() {
        Judge judge = judge(THREE, SHORT, limited(Limit.of(90)));
        for (int i = 0; i < 5; i++) {
            rounds.verdict(judge, Values.of(1, 1, 1), Values.of(1, 1, 1));
        }
        Verdict verdict = rounds.verdict(judge, Values.of(1, Double.NaN, 1), Values.of(1, 1, 1));
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
            verdict = rounds.verdict(judge, new NoData("no rows"), new NoData("no rows"));
        }
        assertThat(verdict).isInstanceOf(Healthy.class);
        assertThat(rounds.verdict(judge, new QueryError("refused"), new NoData("no rows")))
                .isInstanceOf(Inconclusive.class);
    }
}
