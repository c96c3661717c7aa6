package dev.tidegate.bench.plan;

import dev.tidegate.rollout.plan.FleetNode;
import dev.tidegate.rollout.plan.Plan;
import dev.tidegate.rollout.plan.PlanSpec;
import dev.tidegate.rollout.plan.Planner;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
 * How long does it take to divide a fleet into waves? Eight roles on five kinds of hardware in racks of forty, every
 * twentieth node in a quorum group of three.
 *
 * <pre>
 * mvn package -pl benchmarks -am -DskipTests
 * java -cp 'benchmarks/target/benchmarks/*' org.openjdk.jmh.Main PlanBenchmark
 * </pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
public class PlanBenchmark {
    private static final int ROLES = 8;
    private static final int HARDWARE = 5;
    private static final int RACK = 40;
    private static final int QUORUM_EVERY = 20;
    private static final int QUORUM = 3;
    private static final long SEED = 7;

    @Param({"1000", "10000", "100000"})
    private int nodes;

    private List<FleetNode> fleet = List.of();

    @Setup
    public void fill() {
        List<FleetNode> all = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            String quorum = i % QUORUM_EVERY == 0 ? "q" + i / QUORUM_EVERY / QUORUM : "";
            all.add(new FleetNode("n" + i, "role" + i % ROLES, "hw" + i % HARDWARE, "rack" + i / RACK, quorum));
        }
        fleet = all;
    }

    @Benchmark
    public Plan steps() {
        return new Planner(fleet, SEED).plan(PlanSpec.DEFAULT);
    }

    @Benchmark
    public Plan batches() {
        return new Planner(fleet, SEED).plan(new PlanSpec.Batches(nodes / 20));
    }
}
