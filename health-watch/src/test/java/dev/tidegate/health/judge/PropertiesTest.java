package dev.tidegate.health.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Evidence.Values;
import dev.tidegate.health.evidence.Group;
import dev.tidegate.health.evidence.Reading;
import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.judge.Verdict.Healthy;
import dev.tidegate.health.judge.Verdict.Unhealthy;
import dev.tidegate.health.policy.Direction;
import dev.tidegate.health.policy.SignalKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What must be true of every judge, whatever it is fed; each case is a hundred seeded stories. */
class PropertiesTest {
    private static final double[] NONSENSE = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1, 0, Double.MIN_VALUE, 1e300, 1e-300
    };
    private static final int NODES = 4;

    private static List<Round> story(SignalKind kind, long seed, int[] order) {
        SplittableRandom random = new SplittableRandom(seed);
        double wild = random.nextInt(3) * 0.05;
        List<Round> story = new ArrayList<>();
        for (int t = -40; t < 60; t++) {
            List<Reading> readings = new ArrayList<>();
            for (Group group : Group.values()) {
                double[] values = new double[NODES];
                double[] totals = new double[NODES];
                double[] drawn = random.doubles(NODES, 5, 15).toArray();
                for (int i = 0; i < NODES; i++) {
                    double value = t > 20 && group == Group.WATCHED ? drawn[i] * (seed % 3 + 1) : drawn[i];
                    boolean nonsense = random.nextDouble() < wild;
                    double strange = NONSENSE[random.nextInt(NONSENSE.length)];
                    values[order[i]] = nonsense ? strange : kind == SignalKind.GAUGE ? value : Math.rint(value);
                    totals[order[i]] = 100;
                }
                Evidence evidence = random.nextDouble() < wild
                        ? new Evidence.QueryError("HTTP 500")
                        : new Values(values, kind == SignalKind.RATIO ? totals : new double[0]);
                readings.add(new Reading("m", group, evidence));
            }
            story.add(new Round(World.CHANGE.plus(World.INTERVAL.multipliedBy(t)), readings));
        }
        return story;
    }

    private static List<Judgement> tell(SignalKind kind, List<Round> story, int[] order) {
        String[] watched = new String[NODES];
        String[] control = new String[NODES];
        for (int i = 0; i < NODES; i++) {
            watched[order[i]] = "w" + i;
            control[order[i]] = "c" + i;
        }
        Judge judge = Judges.of(
                World.policy(0.01, List.of(World.signal("m", kind, Direction.EITHER))),
                new Cohort(List.of(watched), List.of(control)),
                World.CHANGE);
        List<Judgement> judgements = new ArrayList<>();
        for (Round round : story) {
            if (round.at().isBefore(World.CHANGE)) {
                judge.remember(round);
            } else {
                judgements.add(judge.judge(round));
            }
        }
        return judgements;
    }

    private static int[] asTheyAre() {
        return IntStream.range(0, NODES).toArray();
    }

    private static int[] shuffled(long seed) {
        List<Integer> order = new ArrayList<>(IntStream.range(0, NODES).boxed().toList());
        Collections.rotate(order, (int) (seed % NODES));
        return order.stream().mapToInt(i -> i).toArray();
    }

    @ParameterizedTest
    @CsvSource({"GAUGE", "COUNT", "RATIO"})
    void holdsForEveryStory(SignalKind kind) {
        for (long seed = 0; seed < 100; seed++) {
            List<Judgement> told = tell(kind, story(kind, seed, asTheyAre()), asTheyAre());
            List<Judgement> again = tell(kind, story(kind, seed, asTheyAre()), asTheyAre());
            int[] order = shuffled(seed);
            List<Judgement> other = tell(kind, story(kind, seed, order), order);
            boolean pulled = false;
            for (int i = 0; i < told.size(); i++) {
                Judgement judgement = told.get(i);
                SignalReport report = judgement.signals().getFirst();
                assertThat(judgement.verdict()).isEqualTo(again.get(i).verdict());
                assertThat(report.statistic())
                        .isNotNaN()
                        .isCloseTo(
                                other.get(i).signals().getFirst().statistic(),
                                within(1e-6 * report.statistic() + 1e-9));
                assertThat(other.get(i).verdict()).hasSameClassAs(judgement.verdict());
                assertThat(judgement.spent()).isBetween(0.0, 0.01);
                if (judgement.verdict() instanceof Healthy) {
                    assertThat(judgement.exposed())
                            .isGreaterThanOrEqualTo(Duration.ofMinutes(5).toMillis());
                    assertThat(report.watched()).isInstanceOf(Values.class);
                    assertThat(report.control()).isInstanceOf(Values.class);
                }
                assertThat(pulled && !(judgement.verdict() instanceof Unhealthy))
                        .isFalse();
                pulled = judgement.verdict() instanceof Unhealthy;
            }
        }
    }
}
