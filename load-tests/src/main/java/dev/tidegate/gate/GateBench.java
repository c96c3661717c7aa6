package dev.tidegate.gate;

import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.yaml.PolicyYaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@code ./tidegate bench gate}. */
public final class GateBench {
    private static final int USAGE = 64;
    private static final double MARGIN = 1.25;
    private static final double GAUGE_LEVEL = 100;
    private static final double COUNT_LEVEL = 0.5;
    private static final double COUNT_SHAPE = 3;
    private static final double RATIO_LEVEL = 0.01 * Trial.REQUESTS;
    private static final int CONTROLS = 5;

    private final PrintStream out;
    private final PrintStream progress;

    GateBench(PrintStream out, PrintStream progress) {
        this.out = out;
        this.progress = progress;
    }

    public static void main(String[] args) throws IOException {
        Path data = Path.of(System.getProperty("gate.data", "load-tests/data"));
        Path petshop = data.resolve("petshop");
        boolean quick = false;
        boolean only = false;
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--quick")) {
                quick = true;
            } else if (args[i].equals("--data") && i + 1 < args.length) {
                petshop = Path.of(args[++i]);
                only = true;
            } else {
                System.err.println("bench gate: what is " + args[i] + "? see tidegate bench --help");
                System.exit(USAGE);
            }
        }
        GateBench bench = new GateBench(System.out, System.err);
        try {
            bench.petshop(petshop);
            boolean kept = only || bench.falseAlarms(data.resolve("nab"), quick ? 40 : 400);
            if (!only) {
                bench.detection(quick ? 10 : 100, quick);
            }
            System.exit(kept ? 0 : 1);
        } catch (IOException | IllegalArgumentException wrong) {
            System.err.println("bench gate: " + wrong.getMessage());
            System.exit(USAGE);
        }
    }

    void petshop(Path directory) throws IOException {
        PetshopGate gate = new PetshopGate(policy("petshop"));
        for (Petshop.Level level : Petshop.read(directory)) {
            progress.println("bench gate: petshop, " + level.name());
            gate.run(level);
        }
        gate.print(out);
    }

    /** Whether the budget was kept. */
    boolean falseAlarms(Path nab, int runs) throws IOException {
        FalseAlarms alarms = new FalseAlarms(runs, progress);
        HealthPolicy gauge = policy("gauge");
        HealthPolicy longer = policy("gauge-long");
        alarms.run("independent gauges", gauge, GAUGE_LEVEL * MARGIN, FalseAlarms.independent(Noise::iid));
        alarms.run(
                "AR(1) 0.5 gauges",
                gauge,
                GAUGE_LEVEL * MARGIN,
                FalseAlarms.independent(random -> Noise.ar(random, 0.5)));
        alarms.run(
                "AR(1) 0.8 gauges",
                gauge,
                GAUGE_LEVEL * MARGIN,
                FalseAlarms.independent(random -> Noise.ar(random, 0.8)));
        alarms.run(
                "overdispersed counts",
                policy("count"),
                COUNT_LEVEL * MARGIN,
                FalseAlarms.independent(GateBench::counts));
        for (Map.Entry<String, double[]> series : Nab.read(nab).entrySet()) {
            double level = Arrays.stream(series.getValue()).average().orElse(0);
            alarms.run(
                    "NAB " + series.getKey(),
                    gauge,
                    level * MARGIN,
                    (random, count) -> Nab.dealt(random, series.getValue(), count));
            for (HealthPolicy snapshot : List.of(gauge, longer)) {
                alarms.runOutside(
                        "NAB " + series.getKey() + ", snapshot "
                                + snapshot.snapshot().toHours() + " h",
                        snapshot,
                        level * MARGIN,
                        (random, count) -> Nab.apart(random, series.getValue(), count));
            }
        }
        alarms.print(out);
        return alarms.kept();
    }

    void detection(int runs, boolean quick) throws IOException {
        Detection detection = new Detection(runs, progress);
        HealthPolicy gauge = policy("gauge");
        HealthPolicy count = policy("count");
        for (int nodes : IntStream.of(1, 10, 100).filter(n -> !quick || n < 100).toArray()) {
            for (double factor : DoubleStream.of(2, 3, 5, 10).toArray()) {
                detection.run(
                        "gauge",
                        gauge,
                        GAUGE_LEVEL * MARGIN,
                        nodes,
                        Math.max(nodes, CONTROLS),
                        factor,
                        random -> Noise.ar(random, 0.5));
            }
            for (double factor : DoubleStream.of(2, 3, 5, 10).toArray()) {
                detection.run(
                        "count",
                        count,
                        COUNT_LEVEL * MARGIN,
                        nodes,
                        Math.max(nodes, CONTROLS),
                        factor,
                        GateBench::counts);
            }
        }
        HealthPolicy ratio = policy("ratio");
        for (int controls : new int[] {CONTROLS, 0}) {
            for (double factor : DoubleStream.of(2, 3, 5, 10).toArray()) {
                detection.run(
                        controls == 0 ? "ratio, no control" : "ratio",
                        ratio,
                        RATIO_LEVEL * MARGIN,
                        1,
                        controls,
                        factor,
                        random -> Noise.counts(random, RATIO_LEVEL, COUNT_SHAPE));
            }
        }
        detection.print(out);
    }

    private static Noise counts(Random random) {
        return Noise.counts(random, COUNT_LEVEL, COUNT_SHAPE);
    }

    static HealthPolicy policy(String name) throws IOException {
        try (@Nullable InputStream in = GateBench.class.getResourceAsStream(name + ".yaml")) {
            if (in == null) {
                throw new IllegalStateException("there is no policy " + name);
            }
            return PolicyYaml.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8), name + ".yaml");
        }
    }
}
