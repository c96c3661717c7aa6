package dev.tidegate.health.judge;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Group;
import dev.tidegate.health.evidence.Reading;
import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.policy.Comparison;
import dev.tidegate.health.policy.Direction;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.Exposure;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.policy.Signal;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A seeded fleet that a judge can be tried on: nodes that differ for good, noise with memory or tails, events that come in
 * clumps, and a fault of a size from a round on.
 */
final class World {
    static final Instant CHANGE = Instant.parse("2026-03-01T12:00:00Z");
    static final Duration INTERVAL = Duration.ofSeconds(10);

    /** What the values look like. */
    enum Noise {
        IID,
        AR5,
        AR8,
        HEAVY,
        POISSON,
        CLUMPED
    }

    /**
     * @param level mean of a node: of a gauge, or events a round
     * @param noise of a gauge, as a share of its level
     * @param spread of nodes for good, as a share of the level
     * @param margin of the comparison, relative; with 0 every run is at the very edge of the claim
     * @param fault by what the watched nodes' level is multiplied from a round on
     */
    record Shape(
            Noise kind,
            int watched,
            int control,
            int signals,
            int snapshot,
            double level,
            double noise,
            double spread,
            double fault,
            int faultRound,
            double margin,
            double budget) {
        boolean events() {
            return kind == Noise.POISSON || kind == Noise.CLUMPED;
        }
    }

    private final Shape shape;
    private final SplittableRandom random;
    private final double[][] base;
    private final double[][] memory;
    private long round;

    World(Shape shape, long seed) {
        this.shape = shape;
        random = new SplittableRandom(seed);
        int nodes = shape.watched() + shape.control();
        base = new double[shape.signals()][nodes];
        memory = new double[shape.signals()][nodes];
        for (int signal = 0; signal < shape.signals(); signal++) {
            for (int node = 0; node < nodes; node++) {
                base[signal][node] = shape.level() * Math.exp(shape.spread() * random.nextGaussian());
                memory[signal][node] = random.nextGaussian();
            }
        }
    }

    static Cohort cohort(int watched, int control) {
        return new Cohort(
                IntStream.range(0, watched).mapToObj(i -> "w" + i).toList(),
                IntStream.range(0, control).mapToObj(i -> "c" + i).toList());
    }

    static Signal signal(String name, SignalKind kind, Direction direction) {
        return signal(name, kind, direction, Comparison.DEFAULT);
    }

    static Signal signal(String name, SignalKind kind, Direction direction, Comparison comparison) {
        return new Signal(
                name,
                "",
                kind,
                direction,
                new Source.Given(),
                Optional.empty(),
                Optional.of(comparison),
                Empty.UNKNOWN,
                Duration.ofSeconds(30),
                true,
                false);
    }

    static HealthPolicy policy(double budget, List<Signal> signals) {
        return new HealthPolicy(
                "trial", INTERVAL, Duration.ofMinutes(30), budget, 1, Exposure.DEFAULT, Duration.ofMinutes(5), signals);
    }

    Judge judge() {
        List<Signal> signals = new ArrayList<>();
        for (int i = 0; i < shape.signals(); i++) {
            signals.add(signal(
                    "s" + i,
                    shape.events() ? SignalKind.COUNT : SignalKind.GAUGE,
                    Direction.UP,
                    new Comparison(shape.margin(), 0)));
        }
        Judge judge = Judges.of(policy(shape.budget(), signals), cohort(shape.watched(), shape.control()), CHANGE);
        for (int i = shape.snapshot(); i > 0; i--) {
            judge.remember(new Round(CHANGE.minus(INTERVAL.multipliedBy(i)), readings(1)));
        }
        return judge;
    }

    Round next() {
        round++;
        double factor = round >= shape.faultRound() ? shape.fault() : 1;
        return new Round(CHANGE.plus(INTERVAL.multipliedBy(round)), readings(factor));
    }

    /** The round at which the change is called Unhealthy, counted from the fault; 0 when it is not within these rounds. */
    static long alarm(Shape shape, long seed, int rounds) {
        World world = new World(shape, seed);
        Judge judge = world.judge();
        for (int i = 1; i <= rounds; i++) {
            if (judge.judge(world.next()).verdict() instanceof Verdict.Unhealthy) {
                return Math.max(i - shape.faultRound() + 1, 1);
            }
        }
        return 0;
    }

    private List<Reading> readings(double factor) {
        List<Reading> readings = new ArrayList<>();
        for (int signal = 0; signal < shape.signals(); signal++) {
            double[] watched = new double[shape.watched()];
            double[] control = new double[shape.control()];
            for (int node = 0; node < watched.length; node++) {
                watched[node] = value(signal, node, factor);
            }
            for (int node = 0; node < control.length; node++) {
                control[node] = value(signal, watched.length + node, 1);
            }
            readings.add(new Reading("s" + signal, Group.WATCHED, Evidence.Values.of(watched)));
            if (control.length > 0) {
                readings.add(new Reading("s" + signal, Group.CONTROL, Evidence.Values.of(control)));
            }
        }
        return readings;
    }

    private double value(int signal, int node, double factor) {
        double mean = base[signal][node] * factor;
        return switch (shape.kind()) {
            case IID -> mean + shape.level() * shape.noise() * random.nextGaussian();
            case AR5 -> mean + shape.level() * shape.noise() * remember(signal, node, 0.5);
            case AR8 -> mean + shape.level() * shape.noise() * remember(signal, node, 0.8);
            case HEAVY -> mean + shape.level() * shape.noise() * student3();
            case POISSON -> poisson(mean);
            case CLUMPED -> poisson(mean * gamma(0.5) / 0.5);
        };
    }

    private double remember(int signal, int node, double rho) {
        double now = rho * memory[signal][node] + Math.sqrt(1 - rho * rho) * random.nextGaussian();
        memory[signal][node] = now;
        return now;
    }

    /** Student's t with three degrees of freedom, of variance 1. */
    private double student3() {
        double a = random.nextGaussian();
        double b = random.nextGaussian();
        double c = random.nextGaussian();
        return random.nextGaussian() / Math.sqrt((a * a + b * b + c * c) / 3) / Math.sqrt(3);
    }

    private double poisson(double mean) {
        if (mean > 50) {
            return Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int events = 0;
        while (product > limit) {
            product *= random.nextDouble();
            events++;
        }
        return events;
    }

    private double gamma(double shape) {
        if (shape < 1) {
            return gamma(shape + 1) * Math.pow(random.nextDouble(), 1 / shape);
        }
        double d = shape - 1.0 / 3;
        double c = 1 / Math.sqrt(9 * d);
        while (true) {
            double x = random.nextGaussian();
            double v = Math.pow(1 + c * x, 3);
            if (v > 0 && Math.log(random.nextDouble()) < 0.5 * x * x + d - d * v + d * Math.log(v)) {
                return d * v;
            }
        }
    }
}
