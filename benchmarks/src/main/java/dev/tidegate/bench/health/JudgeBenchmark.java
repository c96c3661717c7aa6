package dev.tidegate.bench.health;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Group;
import dev.tidegate.health.evidence.Reading;
import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.judge.Judge;
import dev.tidegate.health.judge.Judgement;
import dev.tidegate.health.judge.Judges;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does one round cost a judge: a thousand watched nodes beside a thousand control nodes, twenty signals, on one core?
 *
 * <p>Half of the signals are levels and half are counts, all with a limit and a comparison, after a snapshot of 300 rounds.
 * With samples every second, a round may take a second.
 *
 * <pre>
 * mvn package -pl benchmarks -am -DskipTests
 * java -cp 'benchmarks/target/benchmarks/*' org.openjdk.jmh.Main JudgeBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgs = "-Xmx2g")
public class JudgeBenchmark {
    private static final Instant CHANGE = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int SNAPSHOT = 300;
    private static final int KEPT = 64;

    @Param({"1000"})
    public int nodes;

    @Param({"20"})
    public int signals;

    private final List<List<Reading>> readings = new ArrayList<>();
    private Judge judge = judge(List.of(), List.of("w"), List.of());
    private long round;

    @Setup
    public void learn() {
        SplittableRandom random = new SplittableRandom(42);
        List<Signal> policy = new ArrayList<>();
        for (int i = 0; i < signals; i++) {
            policy.add(new Signal(
                    "s" + i,
                    "",
                    i % 2 == 0 ? SignalKind.GAUGE : SignalKind.COUNT,
                    Direction.UP,
                    new Source.Given(),
                    Optional.of(Limit.of(1e9)),
                    Optional.of(Comparison.DEFAULT),
                    Empty.UNKNOWN,
                    Duration.ofSeconds(5),
                    true,
                    false));
        }
        for (int k = 0; k < KEPT; k++) {
            List<Reading> one = new ArrayList<>();
            for (int i = 0; i < signals; i++) {
                one.add(new Reading("s" + i, Group.WATCHED, values(random, i)));
                one.add(new Reading("s" + i, Group.CONTROL, values(random, i)));
            }
            readings.add(one);
        }
        judge = judge(policy, names("w"), names("c"));
        for (int i = SNAPSHOT; i > 0; i--) {
            judge.remember(new Round(CHANGE.minus(INTERVAL.multipliedBy(i)), readings.get(i % KEPT)));
        }
        judge.judge(next());
    }

    private static Judge judge(List<Signal> signals, List<String> watched, List<String> control) {
        HealthPolicy policy = new HealthPolicy(
                "bench",
                INTERVAL,
                Duration.ofSeconds(SNAPSHOT),
                0.01,
                1,
                Exposure.DEFAULT,
                Duration.ofMinutes(5),
                signals);
        return Judges.of(policy, new Cohort(watched, control), CHANGE);
    }

    private List<String> names(String prefix) {
        return IntStream.range(0, nodes).mapToObj(i -> prefix + i).toList();
    }

    private Evidence values(SplittableRandom random, int signal) {
        double[] values = new double[nodes];
        for (int i = 0; i < nodes; i++) {
            values[i] =
                    signal % 2 == 0 ? 10 + random.nextGaussian() : random.nextInt(10) == 0 ? random.nextInt(1, 4) : 0;
        }
        return Evidence.Values.of(values);
    }

    private Round next() {
        round++;
        return new Round(CHANGE.plus(INTERVAL.multipliedBy(round)), readings.get((int) (round % KEPT)));
    }

    @Benchmark
    public Judgement round() {
        return judge.judge(next());
    }
}
