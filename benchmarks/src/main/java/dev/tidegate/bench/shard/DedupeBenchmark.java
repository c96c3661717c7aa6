package dev.tidegate.bench.shard;

import dev.tidegate.correlator.command.json.JsonCommands;
import dev.tidegate.correlator.image.AlertImage;
import dev.tidegate.correlator.image.Changes;
import dev.tidegate.correlator.image.ShardImage;
import dev.tidegate.correlator.policy.Policy;
import dev.tidegate.correlator.shard.ShardRunner;
import dev.tidegate.model.Alert;
import dev.tidegate.model.Labels;
import dev.tidegate.model.Micros;
import dev.tidegate.model.Severity;
import dev.tidegate.model.log.AlertBatchWriter;
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
 * out. The 64 are neighbours, as Prometheus sends the same rule group again and again; or scattered, the worst case. The memory the alerts take is printed at the start.
 *
 * <pre>
 * mvn package -pl benchmarks -am -DskipTests
 * java -cp 'benchmarks/target/benchmarks/*' org.openjdk.jmh.Main DedupeBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(DedupeBenchmark.BATCH)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgs = "-Xmx4g")
public class DedupeBenchmark {
    static final int BATCH = 64;
    private static final int RECORDS = 8_192;
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final dev.tidegate.model.Scope SCOPE = dev.tidegate.model.Scope.of("eu1");

    @Param({"10000", "100000", "1000000"})
    public int active;

    @Param({"false", "true"})
    public boolean scattered;

    private final List<byte[]> records = new ArrayList<>();
    private ShardRunner runner = ShardRunner.restore(ShardImage.empty(0), Policy.DEFAULT, new JsonCommands());
    private long offset;
    private long repeatsBefore;

    @Setup(Level.Trial)
    public void prepare() {
        for (int i = 0; i < RECORDS; i++) {
            records.add(record(new Random(i)));
        }
        long before = usedMemory();
        runner = ShardRunner.restore(image(), Policy.DEFAULT, new JsonCommands());
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

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    private byte[] record(Random random) {
        AlertBatchWriter writer = new AlertBatchWriter(SCOPE, "alertmanager-v2", Micros.of(START));
        int first = random.nextInt(active / BATCH) * BATCH;
        for (int i = 0; i < BATCH; i++) {
            int n = scattered ? random.nextInt(active) : first + i;
            writer.add(new Alert(labels(n), annotations(n), START.minusSeconds(60), START.plusSeconds(86_400), url(n)));
        }
        return writer.toRecord();
    }

    private ShardImage image() {
        List<AlertImage> alerts = new ArrayList<>(active);
        for (int n = 0; n < active; n++) {
            alerts.add(row(n));
        }
        return new ShardImage(0, 0, START, 0, null, List.of(), alerts, List.of(), List.of(), List.of());
    }

    private static AlertImage row(int n) {
        Labels labels = labels(n);
        Alert alert = new Alert(labels, annotations(n), START.minusSeconds(60), null, url(n));
        return new AlertImage(
                SCOPE.tenant(),
                SCOPE.site(),
                alert.fingerprint(),
                labels.getOrEmpty(Labels.ALERTNAME),
                Severity.WARNING,
                labels.getOrEmpty("host"),
                labels,
                alert.annotations(),
                alert.generatorUrl(),
                "alertmanager-v2",
                true,
                false,
                List.of(START.minusSeconds(60)),
                1,
                alert.startsAt(),
                START.plusSeconds(86_400),
                START.minusSeconds(60),
                START.minusSeconds(60),
                1,
                List.of(),
                List.of(),
                null);
    }

    private static Labels labels(int n) {
        String host = "cmp" + n / 10;
        return Labels.of(
                "alertname",
                "Rule" + n % 10,
                "cluster",
                "eu1",
                "host",
                host,
                "instance",
                host + ":9100",
                "job",
                "node",
                "rack",
                "r" + n / 400,
                "service",
                "system",
                "severity",
                "warning");
    }

    private static Labels annotations(int n) {
        return Labels.of(
                "description", "The load of cmp" + n / 10 + " has been over its threshold for at least 2 minutes.",
                "summary", "Rule" + n % 10 + " on cmp" + n / 10);
    }

    private static String url(int n) {
        return "http://prometheus.eu1.example.net:9090/graph?g0.expr=rule" + n % 10;
    }
}
