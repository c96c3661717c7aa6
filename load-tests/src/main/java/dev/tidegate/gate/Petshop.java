package dev.tidegate.gate;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The petshop set on disk: {@code <traffic>/noissue/metrics.csv}, {@code <traffic>/<part>/issue_N/{metrics.csv,target.json}}
 * and {@code <traffic>/graph.csv}; metrics may be gzipped. A metrics file has three header rows (component, metric,
 * statistic), and a row for each five minutes, stamped with their beginning.
 */
final class Petshop {
    static final long STEP = 300_000;
    private static final int HEADER_ROWS = 4;

    private Petshop() {}

    /** Values of one time: by component; NaN or absent where it said nothing. */
    record Point(
            long millis, Map<String, Double> latency, Map<String, Double> requests, Map<String, Double> available) {}

    /**
     * A faulty change.
     *
     * @param door the component that its users call
     * @param began when the fault was brought in
     * @param cause the component to blame
     */
    record Issue(String name, List<Point> points, String door, long began, String metric, String cause) {}

    /** One traffic level. */
    record Level(String name, List<Point> normal, List<Issue> issues, Map<String, Set<String>> calls) {}

    static List<Level> read(Path directory) throws IOException {
        List<Level> levels = new ArrayList<>();
        for (Path level : children(directory)) {
            if (Files.isDirectory(level.resolve("noissue"))) {
                levels.add(new Level(
                        level.getFileName() + "",
                        points(level.resolve("noissue")),
                        issues(level),
                        graph(level.resolve("graph.csv"))));
            }
        }
        if (levels.isEmpty()) {
            throw new IllegalArgumentException(
                    directory + ": no directory in it has a noissue directory, so it is not the petshop set");
        }
        return levels;
    }

    private static List<Issue> issues(Path level) throws IOException {
        List<Issue> issues = new ArrayList<>();
        for (Path part : children(level)) {
            for (Path issue : Files.isDirectory(part) ? children(part) : List.<Path>of()) {
                if (!Files.exists(issue.resolve("target.json"))) {
                    continue;
                }
                JsonNode target = new ObjectMapper().readTree(Files.readString(issue.resolve("target.json")));
                issues.add(new Issue(
                        part.getFileName() + "/" + issue.getFileName(),
                        points(issue),
                        target.path("target").path("node").asString(),
                        Math.round(target.path("target").path("timestamp").asDouble() * 1000),
                        target.path("target").path("metric").asString(),
                        target.path("root_cause").path("node").asString()));
            }
        }
        return issues;
    }

    private static List<Path> children(Path directory) throws IOException {
        try (Stream<Path> children = Files.list(directory)) {
            return children.sorted((a, b) -> {
                        int shorter = Integer.compare(
                                a.toString().length(), b.toString().length());
                        return shorter != 0 ? shorter : a.compareTo(b);
                    })
                    .toList();
        }
    }

    private static List<Point> points(Path directory) throws IOException {
        try (BufferedReader lines = open(directory.resolve("metrics.csv"))) {
            String[] components = line(lines);
            String[] metrics = line(lines);
            String[] statistics = line(lines);
            line(lines);
            List<Point> points = new ArrayList<>();
            for (@Nullable String text = lines.readLine(); text != null; text = lines.readLine()) {
                String[] cells = text.split(",", -1);
                if (cells.length != components.length) {
                    throw new IllegalArgumentException(directory + "/metrics.csv:" + (points.size() + HEADER_ROWS + 1)
                            + ": has " + cells.length + " fields, not " + components.length);
                }
                Point point = new Point(
                        Math.round(Double.parseDouble(cells[0]) * 1000),
                        new HashMap<>(),
                        new HashMap<>(),
                        new HashMap<>());
                for (int i = 1; i < cells.length; i++) {
                    if (!cells[i].isEmpty()) {
                        of(point, metrics[i], statistics[i]).put(components[i], Double.parseDouble(cells[i]));
                    }
                }
                points.add(point);
            }
            return points;
        }
    }

    private static Map<String, Double> of(Point point, String metric, String statistic) {
        return switch (metric + " " + statistic) {
            case "latency Average" -> point.latency();
            case "requests Sum" -> point.requests();
            case "availability Average" -> point.available();
            default -> new HashMap<>();
        };
    }

    /** Whom each component calls. */
    private static Map<String, Set<String>> graph(Path file) throws IOException {
        Map<String, Set<String>> calls = new HashMap<>();
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of("");
        String[] columns = lines.getFirst().split(",", -1);
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            Set<String> called = new LinkedHashSet<>();
            for (int i = 1; i < cells.length; i++) {
                if (!cells[i].isEmpty() && Double.parseDouble(cells[i]) > 0) {
                    called.add(columns[i]);
                }
            }
            calls.put(cells[0], called);
        }
        return calls;
    }

    private static String[] line(BufferedReader lines) throws IOException {
        @Nullable String line = lines.readLine();
        return line == null ? new String[0] : line.split(",", -1);
    }

    private static BufferedReader open(Path file) throws IOException {
        Path packed = file.resolveSibling(file.getFileName() + ".gz");
        InputStream in =
                Files.exists(file) ? Files.newInputStream(file) : new GZIPInputStream(Files.newInputStream(packed));
        return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }
}
