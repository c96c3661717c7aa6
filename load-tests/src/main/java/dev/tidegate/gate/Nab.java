package dev.tidegate.gate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The normal parts of real series: what comes before the first labelled window. */
final class Nab {
    /** Values of a block: long enough to keep the shapes of the real series. */
    private static final int BLOCK = 360;

    private Nab() {}

    static Map<String, double[]> read(Path directory) throws IOException {
        JsonNode windows = new ObjectMapper().readTree(Files.readString(directory.resolve("windows.json")));
        Map<String, double[]> series = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(directory.resolve("realKnownCause"))) {
            for (Path file : files.sorted().toList()) {
                String name = String.valueOf(file.getFileName()).replace(".csv.gz", "");
                String until = windows.path("realKnownCause/" + name + ".csv")
                        .path(0)
                        .path(0)
                        .asString();
                series.put(name, normal(file, until));
            }
        }
        return series;
    }

    /** Times are written so that they sort as texts. */
    private static double[] normal(Path file, String until) throws IOException {
        List<Double> values = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            lines.readLine();
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                int comma = line.indexOf(',');
                if (line.substring(0, comma).compareTo(until) >= 0) {
                    break;
                }
                values.add(Double.parseDouble(line.substring(comma + 1)));
            }
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    /**
     * Nodes that live through the same real hours. The series is cut into blocks, drawn in random order for as long as it
     * takes; in a round of a block each node gets one of the next values, dealt out anew for each block.
     */
    static Noise[] dealt(Random random, double[] series, int nodes) {
        int rounds = Math.max(2, Math.min(BLOCK, series.length / 2) / nodes);
        long seed = random.nextLong();
        return IntStream.range(0, nodes)
                .mapToObj(node -> dealt(seed, series, nodes, node, rounds))
                .toArray(Noise[]::new);
    }

    /**
     * Nodes that each live through real hours of their own: blocks drawn for every node by itself, so that levels move on
     * one node and not on the others, for as long as a block lasts.
     */
    static Noise[] apart(Random random, double[] series, int nodes) {
        int rounds = Math.max(2, Math.min(BLOCK, series.length / 2));
        return IntStream.range(0, nodes)
                .mapToObj(unused -> alone(new Random(random.nextLong()), series, rounds))
                .toArray(Noise[]::new);
    }

    private static Noise alone(Random random, double[] series, int rounds) {
        int[] at = {0};
        int[] from = {0};
        return factor -> {
            if (at[0] == 0) {
                from[0] = random.nextInt(series.length - rounds + 1);
            }
            double value = series[from[0] + at[0]] * factor;
            at[0] = (at[0] + 1) % rounds;
            return value;
        };
    }

    private static Noise dealt(long seed, double[] series, int nodes, int node, int rounds) {
        int[] round = {0};
        int[] from = {0};
        return factor -> {
            int at = round[0] % rounds;
            if (at == 0) {
                Random block = new Random(seed + 31L * (round[0] / rounds));
                int start = block.nextInt(series.length - rounds * nodes + 1);
                from[0] = start + (node + block.nextInt(nodes)) % nodes;
            }
            round[0]++;
            return series[from[0] + at * nodes] * factor;
        };
    }
}
