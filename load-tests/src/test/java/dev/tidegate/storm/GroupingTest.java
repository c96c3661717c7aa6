package dev.tidegate.storm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tidegate.correlator.replay.Replay;
import dev.tidegate.storm.score.Scoring;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How well the correlator groups generated storms, so that a change that groups worse is seen: the mean pairwise F1 of a
 * few seeds against their truth, at the storm's own pace and squeezed sixty-fold, as a storm that is sent live plays it.
 */
@Tag("slow")
class GroupingTest {
    private static final Pattern TIME = Pattern.compile("\"(startsAt|endsAt)\":\"([^\"]+)\"");

    @TempDir
    Path dir = Path.of("/nowhere");

    /** Floors are a little below what was measured when they were last raised. */
    @ParameterizedTest
    @CsvSource({"200, 1, 0.88", "200, 60, 0.70", "1000, 1, 0.95", "1000, 60, 0.94"})
    void aFaultIsOneIncident(int nodes, int squeezed, double floor) throws IOException {
        double sum = 0;
        List<String> seeds = nodes < 1000 ? List.of("1", "5", "22", "26") : List.of("2", "22");
        for (String seed : seeds) {
            sum += f1(nodes, seed, squeezed);
        }
        double mean = sum / seeds.size();
        assertTrue(
                mean >= floor,
                "mean F1 %.3f over seeds %s at %d nodes, squeezed %d-fold".formatted(mean, seeds, nodes, squeezed));
    }

    @Test
    void squeezingKeepsTheFirstTime() throws IOException {
        Path file = Files.writeString(dir.resolve("a"), """
                {"startsAt":"2026-01-01T00:00:00Z","endsAt":""}
                {"startsAt":"2026-01-01T00:01:00Z","endsAt":"2026-01-01T00:02:00Z"}
                """);
        assertEquals(
                "{\"startsAt\":\"2026-01-01T00:00:01Z\",\"endsAt\":\"2026-01-01T00:00:02Z\"}",
                squeezed(file, 60).get(1));
    }

    private double f1(int nodes, String seed, int times) throws IOException {
        Path record = dir.resolve("storm.ndjson");
        Path truth = dir.resolve("truth.ndjson");
        Path incidents = dir.resolve("incidents.ndjson");
        PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        List<String> storm = List.of(
                "--record",
                record.toString(),
                "--truth",
                truth.toString(),
                "--nodes",
                String.valueOf(nodes),
                "--seed",
                seed);
        assertEquals(0, Storm.run(storm, Map.of(), silent, silent));
        if (times > 1) {
            Files.write(record, squeezed(record, times));
        }
        Replay.main(new String[] {record.toString(), "--out", incidents.toString()});
        return Scoring.against(truth)
                .file(incidents, Optional.of(record))
                .faults()
                .f1();
    }

    private static List<String> squeezed(Path record, int times) throws IOException {
        List<String> lines = Files.readAllLines(record);
        Instant first = lines.stream()
                .flatMap(line -> TIME.matcher(line).results())
                .filter(time -> time.group(1).equals("startsAt"))
                .map(time -> Instant.parse(time.group(2)))
                .min(Instant::compareTo)
                .orElseThrow();
        List<String> out = new ArrayList<>(lines.size());
        for (String line : lines) {
            out.add(TIME.matcher(line).replaceAll(time -> {
                Duration since = Duration.between(first, Instant.parse(time.group(2)));
                return "\"" + time.group(1) + "\":\"" + first.plus(since.dividedBy(times)) + "\"";
            }));
        }
        return out;
    }
}
