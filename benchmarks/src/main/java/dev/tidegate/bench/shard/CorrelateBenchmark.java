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
 * production. The log's time goes on so that no alert changes often enough to be flapping.
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
    /** Of the log's time for one round over all batches: long enough that nothing flaps. */
    private static final long ROUND = TimeUnit.HOURS.toMicros(2);

    @Param({"10000", "100000", "1000000"})
    public int active;

    private ShardRunner runner = ShardRunner.restore(ShardImage.empty(0), Policy.DEFAULT, new JsonCommands());
    private int batches;
    private long step;
    private long offset;
    private long changesBefore;

    @Setup(Level.Trial)
    public void prepare() {
        runner = ShardRunner.restore(Fleet.image(active), Policy.DEFAULT, new JsonCommands());
        batches = active / Fleet.BATCH;
        step = ROUND / batches;
        changesBefore = changes();
    }

    /** 64 alerts end and 64 fire; what writing and reading the two records costs is in it, and is the smaller part. */
    @Benchmark
    public int change() {
        int first = (int) (offset / 2 % batches) * Fleet.BATCH;
        long now = Micros.of(Fleet.START) + offset / 2 * step;
        Instant starts = Micros.toInstant(now).minusSeconds(30);
        Changes ended = take(Fleet.record(i -> first + i, Fleet.START.minusSeconds(60), Micros.toInstant(now)), now);
        Changes fired = take(Fleet.record(i -> first + i, starts.plusSeconds(31), null), now + step / 2);
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
