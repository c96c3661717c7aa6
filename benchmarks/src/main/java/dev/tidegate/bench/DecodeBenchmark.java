package dev.tidegate.bench;

import dev.tidegate.gateway.ingest.AlertBatches;
import dev.tidegate.gateway.ingest.IngestLimits;
import dev.tidegate.gateway.ingest.Intake;
import dev.tidegate.gateway.ingest.SiteLabel;
import dev.tidegate.gateway.ingest.json.AlertBodies;
import dev.tidegate.gateway.ingest.json.AlertShape;
import dev.tidegate.model.log.AlertBatchWriter;
import java.util.Arrays;
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
 * How many alerts a second does one thread turn from a v2 body of 64 into a finished log record?
 *
 * <p>All contestants write the same record with {@link AlertBatchWriter}, and all get a fresh copy of the body, because
 * the byte decoder consumes it. Figures are alerts, not bodies.
 *
 * <pre>
 * mvn package -pl benchmarks -am -DskipTests
 * java -cp 'benchmarks/target/benchmarks/*' org.openjdk.jmh.Main DecodeBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(Batches.ALERTS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class DecodeBenchmark {
    private static final int BODIES = 256; // more than fit the nearest caches, as on a live gateway
    private static final long NOW = 1_772_366_400_000_000L;

    @Param({"false", "true"})
    public boolean escapes;

    private final AlertBodies bytes = new AlertBodies(IngestLimits.DEFAULT, AlertShape.ALERTMANAGER);
    private final JacksonStreaming streaming = new JacksonStreaming();
    private final JacksonRecords records = new JacksonRecords();
    private final FastjsonRecords fastjson = new FastjsonRecords();
    private byte[][] bodies = new byte[0][];
    private int next;

    @Setup(Level.Trial)
    public void prepare() {
        bodies = Batches.bodies(BODIES, escapes);
        int expected = byteDecoder().records().getFirst().record().length;
        for (byte[] record : List.of(jacksonStreaming(), jacksonRecords(), fastjson2())) {
            if (Math.abs(record.length - expected) > expected / 10) {
                throw new IllegalStateException(
                        "a contestant wrote " + record.length + " bytes, not about " + expected);
            }
        }
    }

    @Benchmark
    public Intake byteDecoder() {
        AlertBatches batches =
                new AlertBatches("alertmanager-v2", "default", SiteLabel.DEFAULT, IngestLimits.DEFAULT, NOW);
        byte[] body = body();
        bytes.readArray(body, body.length, batches);
        return batches.toIntake();
    }

    @Benchmark
    public byte[] jacksonStreaming() {
        return streaming.record(body(), NOW);
    }

    @Benchmark
    public byte[] jacksonRecords() {
        return records.record(body(), NOW);
    }

    @Benchmark
    public byte[] fastjson2() {
        return fastjson.record(body(), NOW);
    }

    private byte[] body() {
        byte[] body = bodies[next++ & (BODIES - 1)];
        return Arrays.copyOf(body, body.length);
    }
}
