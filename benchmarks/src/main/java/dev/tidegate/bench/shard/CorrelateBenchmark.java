package dev.tidegate.bench.shard;

import dev.tidegate.correlator.command.json.JsonCommands;
import dev.tidegate.correlator.image.Changes;
import dev.tidegate.correlator.image.ShardImage;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.correlator.shard.ShardRunner;
import dev.tidegate.model.Micros;
import dev.tidegate.model.log.EventLog;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does one change of state of an alert cost a shard, with its correlation and its rows, among ten thousand, a hundred
 * thousand and a million that fire?
 *
 * <p>The 64 alerts of a few hosts are resolved in one record and fire anew in the next, through the runner as in
 * production. Ten thousand change in turn, spread over all that fire; so the same happens at the same pace among however many,
 * and what differs is what more active alerts cost. The log's time goes on so that none changes often enough to be flapping.
 *
 * <pre>
 * ./tidegate bench jmh CorrelateBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(2 * Fleet.BATCH)
@Warmup(iterations = 3, time = 4)
@Measurement(iterations = 5, time = 4)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx4g", "-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders"})
public class CorrelateBenchmark {
    /** Batches that change in turn. */
    private static final int CHANGING = 10_000 / Fleet.BATCH;

    /** Of the log's time between batches: a round takes two hours, long enough that nothing flaps. */
    private static final long STEP = TimeUnit.HOURS.toMicros(2) / CHANGING;

    @Param({"10000", "100000", "1000000"})
    public int active;

    private ShardRunner runner = ShardRunner.restore(ShardImage.empty(0), Policy.DEFAULT, new JsonCommands());
    private int apart;
    private long offset;
    private long changesBefore;

    @Setup(Level.Trial)
    public void prepare() {
        runner = ShardRunner.restore(Fleet.image(active), Policy.DEFAULT, new JsonCommands());
        apart = active / Fleet.BATCH / CHANGING * Fleet.BATCH;
        changesBefore = changes();
    }

    /** 64 alerts end and 64 fire; what writing and reading the two records costs is in it, and is the smaller part. */
    @Benchmark
    public int change() {
        int first = (int) (offset / 2 % CHANGING) * apart;
        long now = Micros.of(Fleet.START) + offset / 2 * STEP;
        Instant starts = Micros.toInstant(now).minusSeconds(30);
        Changes ended = take(Fleet.record(i -> first + i, Fleet.START.minusSeconds(60), Micros.toInstant(now)), now);
        Changes fired = take(Fleet.record(i -> first + i, starts.plusSeconds(31), null), now + STEP / 2);
        changesBefore += 2 * Fleet.BATCH;
        if (changes() != changesBefore) {
            throw new IllegalStateException("these were not all changes");
        }
        return ended.alerts().size() + fired.alerts().size();
    }

    private Changes take(byte[] record, long now) {
        return runner.take(List.of(new EventLog.Entry(offset++, now, record)));
    }

    private long changes() {
        return runner.stats().fired() + runner.stats().resolved();
    }
}
