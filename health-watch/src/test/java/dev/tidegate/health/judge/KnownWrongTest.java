package dev.tidegate.health.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Group;
import dev.tidegate.health.evidence.Reading;
import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.judge.Verdict.Healthy;
import dev.tidegate.health.judge.Verdict.Unhealthy;
import dev.tidegate.health.policy.Direction;
import dev.tidegate.health.policy.Exposure;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.SignalKind;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Inputs that Kayenta is known to pass: one watched node beside one control node, a point a round, nothing before. */
class KnownWrongTest {
    private static final JsonNode WRONG = Golden.kayenta().get("wrong");

    @Test
    void sevenOfTenAtAHundredTimesTheControlAreUnhealthy() {
        assertThat(verdict(0, SignalKind.GAUGE, Direction.UP)).isInstanceOf(Unhealthy.class);
        assertThat(verdict(0, SignalKind.GAUGE, Direction.EITHER)).isInstanceOf(Unhealthy.class);
    }

    @Test
    void sparseErrorsAgainstNoneDoNotPass() {
        assertThat(verdict(1, SignalKind.COUNT, Direction.UP)).isNotInstanceOf(Healthy.class);
    }

    @Test
    void otherSpreadAroundTheSameMedianDoesNotPass() {
        assertThat(verdict(2, SignalKind.GAUGE, Direction.EITHER)).isNotInstanceOf(Healthy.class);
    }

    private static Verdict verdict(int index, SignalKind kind, Direction direction) {
        double[] control = Golden.numbers(WRONG.get(index).get("control"));
        double[] experiment = Golden.numbers(WRONG.get(index).get("experiment"));
        HealthPolicy policy = new HealthPolicy(
                "known wrong",
                World.INTERVAL,
                Duration.ZERO,
                HealthPolicy.DEFAULT_BUDGET,
                1,
                new Exposure(Duration.ZERO, 3, 1, 0),
                Duration.ofMinutes(5),
                List.of(World.signal("m", kind, direction)));
        Judge judge = Judges.of(policy, World.cohort(1, 1), World.CHANGE);
        Verdict verdict = new Healthy("no round");
        for (int i = 0; i < experiment.length; i++) {
            Judgement judgement = judge.judge(new Round(
                    World.CHANGE.plus(World.INTERVAL.multipliedBy(i)),
                    List.of(
                            new Reading("m", Group.WATCHED, Evidence.Values.of(experiment[i])),
                            new Reading("m", Group.CONTROL, Evidence.Values.of(control[i])))));
            verdict = judgement.verdict();
        }
        return verdict;
    }
}
