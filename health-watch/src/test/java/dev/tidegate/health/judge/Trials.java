package dev.tidegate.health.judge;

import dev.tidegate.health.judge.World.Noise;
import dev.tidegate.health.judge.World.Shape;
import java.util.Locale;
import java.util.stream.LongStream;

/**
 * Prints false alarms and detection times over many seeded worlds. Takes the number of runs of each line.
 *
 * <pre>
 * mvn -q test-compile -pl health-watch -am
 * java -cp health-watch/target/classes:health-watch/target/test-classes:… dev.tidegate.health.judge.Trials 200
 * </pre>
 */
final class Trials {
    private static final int DAY = 8_640;
    private static final double MARGIN = Double.parseDouble(System.getProperty("margin", "0.25"));

    private Trials() {}

    public static void main(String[] args) {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        String what = args.length > 1 ? args[1] : "fd";
        if (what.contains("f")) {
            falseAlarms(runs);
        }
        if (what.contains("d")) {
            detection(runs);
        }
    }

    private static void falseAlarms(int runs) {
        System.out.println("false alarms in 24 h at 10 s, budget 1 %; margin 0 is the very edge of the claim");
        for (Noise kind : Noise.values()) {
            for (int[] groups : new int[][] {{1, 0}, {10, 0}, {1, 10}, {10, 10}, {100, 0}, {100, 100}}) {
                StringBuilder line = new StringBuilder(
                        String.format(Locale.ROOT, "%-8s watched %3d control %3d:", kind, groups[0], groups[1]));
                for (int snapshot : new int[] {30, 180}) {
                    for (double margin : new double[] {0, 0.25}) {
                        boolean events = kind == Noise.POISSON || kind == Noise.CLUMPED;
                        int scaled = groups[0] >= 100 ? Math.max(runs / 10, 5) : runs;
                        Shape shape = new Shape(
                                kind,
                                groups[0],
                                groups[1],
                                1,
                                snapshot,
                                events ? 0.5 : 10,
                                0.3,
                                0.2,
                                1,
                                1,
                                margin,
                                0.01);
                        long alarms = LongStream.range(0, scaled)
                                .parallel()
                                .filter(seed -> World.alarm(shape, seed, DAY) > 0)
                                .count();
                        line.append(String.format(
                                Locale.ROOT,
                                "  snapshot %3d margin %.2f: %3d of %4d",
                                snapshot,
                                margin,
                                alarms,
                                scaled));
                    }
                }
                System.out.println(line);
            }
        }
    }

    private static void detection(int runs) {
        System.out.println("rounds of 10 s to detection, median (found within 1 h), budget 1 %, snapshot 180 rounds");
        for (Noise kind : Noise.values()) {
            for (int[] groups : new int[][] {{1, 0}, {10, 0}, {1, 10}, {10, 10}, {100, 100}}) {
                for (int start : new int[] {1, 360}) {
                    StringBuilder line = new StringBuilder(String.format(
                            Locale.ROOT, "%-8s watched %3d control %3d from %4d:", kind, groups[0], groups[1], start));
                    for (double fault : new double[] {2, 3, 5, 10}) {
                        boolean events = kind == Noise.POISSON || kind == Noise.CLUMPED;
                        int nodes = groups[0];
                        Shape shape = new Shape(
                                kind,
                                nodes,
                                groups[1],
                                1,
                                180,
                                events ? 0.2 / nodes : 10,
                                0.3,
                                0.1,
                                fault,
                                start,
                                MARGIN,
                                0.01);
                        int scaled = nodes >= 100 ? Math.max(runs / 10, 10) : runs;
                        long[] found = LongStream.range(0, scaled)
                                .parallel()
                                .map(seed -> World.alarm(shape, seed, start + 360))
                                .filter(rounds -> rounds > 0)
                                .sorted()
                                .toArray();
                        line.append(String.format(
                                Locale.ROOT,
                                "  %2.0fx %4s (%3.0f %%)",
                                fault,
                                found.length * 2 < scaled ? "-" : Long.toString(found[Math.max(scaled / 2 - 1, 0)]),
                                100.0 * found.length / scaled));
                    }
                    System.out.println(line);
                }
            }
        }
    }
}
