package dev.tidegate.bench;

import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Labels;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does the identity of an alert of eight labels (about 130 bytes) cost, from strings and from bytes?
 *
 * <pre>
 * mvn package -pl benchmarks -am -DskipTests
 * java -cp 'benchmarks/target/benchmarks/*' org.openjdk.jmh.Main FingerprintBenchmark
 * </pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class FingerprintBenchmark {
    private final Labels labels = Labels.of(
            "alertname", "SystemLoadTooHighWarning",
            "cluster", "eu1",
            "host", "cmp00042",
            "instance", "cmp00042:9100",
            "job", "node",
            "rack", "r17",
            "service", "system",
            "severity", "warning");
    private final byte[] bytes = labels.toString().getBytes(StandardCharsets.UTF_8);

    @Benchmark
    public long ofLabels() {
        return Fingerprint.of(labels);
    }

    @Benchmark
    public long ofBytes() {
        return Fingerprint.add(Fingerprint.SEED, bytes, 0, bytes.length);
    }
}
