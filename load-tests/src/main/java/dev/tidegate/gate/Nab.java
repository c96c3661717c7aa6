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
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The normal parts of real series: what comes before the first labelled window. */
final class Nab {
    /** An hour at a value each ten seconds: blocks keep the shapes of the real series. */
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

    /** Goes on for ever: blocks of the series from random places, one after the other. */
    static Noise shuffled(Random random, double[] series) {
        int block = Math.min(BLOCK, series.length / 2);
        int[] at = {0, 0};
        return factor -> {
            if (at[1] == 0) {
                at[0] = random.nextInt(series.length - block + 1);
                at[1] = block;
            }
            at[1]--;
            return series[at[0]++] * factor;
        };
    }
}
