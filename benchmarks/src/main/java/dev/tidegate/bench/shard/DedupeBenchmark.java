package dev.tidegate.bench.shard;

import dev.tidegate.correlator.command.json.JsonCommands;
import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.Changes;
import dev.tidegate.correlator.image.ShardImage;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.correlator.shard.ShardRunner;
import dev.tidegate.model.Micros;
import dev.tidegate.model.log.AlertBatchReader;
import dev.tidegate.model.log.EventLog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
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
 * What does one repeat of a firing alert cost a shard, among ten thousand, a hundred thousand and a million that fire?
 *
 * <p>A repeat comes in a record of 64 alerts and goes through the runner as in production, records read and changes made
 * out. The 64 came first in this very order too, as a sender repeats them; or they are scattered, the worst case. The memory
 * the alerts take is printed at the start. The JVM is told what the launcher tells it, but for the size of the heap.
 *
 * <pre>
 * ./tidegate bench jmh DedupeBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(DedupeBenchmark.BATCH)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx4g", "-XX:+UseG1GC", "-XX:+UseCompactObjectHeaders"})
public class DedupeBenchmark {
    static final int BATCH = Fleet.BATCH;
    private static final int RECORDS = 8_192;
    private static final Instant START = Fleet.START;

    @Param({"10000", "100000", "1000000"})
    public int active;

    @Param({"false", "true"})
    public boolean scattered;

    private final List<byte[]> records = new ArrayList<>();
    private final List<long[]> fingerprints = new ArrayList<>();
    private Floor floor = new Floor(new long[0]);
    private ShardRunner runner = ShardRunner.restore(ShardImage.empty(0), Policy.DEFAULT, new JsonCommands());
    private long offset;
    private long repeatsBefore;

    @Setup(Level.Trial)
    public void prepare() {
        for (int i = 0; i < RECORDS; i++) {
            records.add(record(new Random(i)));
        }
        for (byte[] record : records) {
            fingerprints.add(fingerprints(record));
        }
        long before = usedMemory();
        ShardImage image = Fleet.image(active);
        floor = new Floor(
                image.alerts().stream().mapToLong(AlertImage::fingerprint).toArray());
        runner = ShardRunner.restore(image, Policy.DEFAULT, new JsonCommands());
        for (byte[] record : records) { // learn the hashes of the texts, which rows do not have
            take(record);
        }
        long bytes = (usedMemory() - before) / active;
        System.out.println("# " + active + " alerts, " + bytes + " bytes each");
        repeatsBefore = runner.stats().repeats();
    }

    @Benchmark
    public Changes repeat() {
        Changes changes = take(records.get((int) (offset & (RECORDS - 1))));
        repeatsBefore += BATCH;
        if (runner.stats().repeats() != repeatsBefore) {
            throw new IllegalStateException("these were not all repeats");
        }
        return changes;
    }

    private Changes take(byte[] record) {
        long now = Micros.of(START) + offset * 1_000;
        return runner.take(List.of(new EventLog.Entry(offset++, now, record)));
    }

    private static long[] fingerprints(byte[] record) {
        AlertBatchReader reader = new AlertBatchReader(record);
        long[] out = new long[BATCH];
        for (int i = 0; reader.next(); i++) {
            out[i] = reader.fingerprint();
        }
        return out;
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private byte[] record(Random random) {
        int first = random.nextInt(active / BATCH) * BATCH;
        return Fleet.record(i -> scattered ? random.nextInt(active) : first + i, START.minusSeconds(60), null);
    }

    /**
     * The floor: what the same alerts cost in the same order when nothing is kept but one line of numbers for each, found by
     * its fingerprint and changed. Whatever holds a million alerts in memory pays this.
     */
    @Benchmark
    public long floor() {
        return floor.touch(fingerprints.get((int) (offset++ & (RECORDS - 1))));
    }
}
