package dev.tidegate.correlator.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayTest {
    @TempDir
    Path dir = Path.of("/nowhere");

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void writesOneIncidentForEachAlertInTheOrderOfTheLines() throws IOException {
        Path in = file(
                state("NovaServiceOutage", "critical", "", 120),
                state("NovaServiceDown", "minor", "ctl01", 0),
                state("NtpOffsetTooHigh", "warning", "cmp09", 60));
        List<String> out = replay(0, in);
        assertEquals(3, out.size());
        assertTrue(out.get(0).startsWith("{\"index\":0,\"incident\":\""), out.getFirst());
        assertEquals(incident(out.get(0)), incident(out.get(1)));
        assertNotEquals(incident(out.get(0)), incident(out.get(2)));
    }

    @Test
    void badLinesAreNamedAndTheGoodOnesKept() throws IOException {
        Path in = file(
                state("A", "minor", "a", 0),
                "{\"labels\":{\"alertname\":1},\"startsAt\":\"2026-01-01T00:00:00Z\"}",
                "",
                "{\"labels\":{\"alertname\":\"B\"},\"startsAt\":\"yesterday\"}",
                "not json",
                state("C", "minor", "c", 9));
        List<String> out = replay(1, in);
        assertEquals(List.of("0", "5"), out.stream().map(ReplayTest::index).toList());
        String told = said.toString(StandardCharsets.UTF_8);
        assertTrue(told.contains("line 2: labels.alertname: must be a string"), told);
        assertTrue(told.contains("line 4: startsAt: must be a time"), told);
        assertTrue(told.contains("line 5: no JSON"), told);
    }

    @Test
    void readsGzipAndIsDeterministic() throws IOException {
        Path in = burst(400);
        Path gz = dir.resolve("in.ndjson.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gz))) {
            Files.copy(in, out);
        }
        assertEquals(replay(0, in), replay(0, gz));
    }

    @Test
    void strengthIsADialFromApartToTogether() throws IOException {
        Path in = burst(600);
        long last = Long.MAX_VALUE;
        for (String strength : List.of("0", "0.1", "0.3", "0.5", "0.7", "0.9", "1")) {
            long incidents = replay(0, in, "--strength", strength).stream()
                    .map(ReplayTest::incident)
                    .distinct()
                    .count();
            assertTrue(incidents <= last, incidents + " incidents at " + strength + ", " + last + " before");
            last = incidents;
        }
        assertEquals(1, last);
        assertEquals(
                600,
                replay(0, in, "--strength", "0").stream()
                        .map(ReplayTest::incident)
                        .distinct()
                        .count());
    }

    @Test
    void burstsOfEventsAreFoundAgain() throws IOException {
        Path in = burst(600);
        List<String> truth = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            truth.add(String.valueOf(i / 100));
        }
        List<ReplayScore.Point> points = new ArrayList<>();
        for (int step = 1; step <= 10; step++) {
            List<String> groups = replay(0, in, "--strength", String.valueOf(step / 10.0)).stream()
                    .map(ReplayTest::incident)
                    .toList();
            points.add(ReplayScore.macro(truth, groups));
        }
        assertTrue(ReplayScore.area(points) > 0.95, points.toString());
    }

    @Test
    void saysWhatIsWrongWithTheCommand() {
        assertEquals(2, run("--out", "x"));
        assertEquals(2, run("a.ndjson"));
        assertEquals(2, run("a.ndjson", "--out", "b", "--strength", "2"));
        assertEquals(2, run(dir.resolve("none").toString(), "--out", "b"));
        assertEquals(2, run(dir.toString(), "--out", "b"));
        assertEquals(2, run("a.ndjson", "--out", dir.toString()));
        assertEquals(
                2, run("a.ndjson", "--out", dir.resolve("none").resolve("b").toString()));
        assertEquals(2, run("a.ndjson", "--out", "./a.ndjson"));
        assertTrue(said.toString(StandardCharsets.UTF_8).contains("which would be lost"));
        assertEquals(0, run("--help"));
        assertTrue(said.toString(StandardCharsets.UTF_8).contains("--strength must be a number from 0 to 1"));
    }

    @Test
    void overwritesNothingItReadsUnderAnotherName() throws IOException {
        Path in = file(state("A", "minor", "a", 0));
        Path link = Files.createSymbolicLink(dir.resolve("link"), in);
        assertEquals(2, run(in.toString(), "--out", link.toString()));
        assertEquals(
                2,
                run(
                        in.toString(),
                        "--out",
                        Files.createLink(dir.resolve("hard"), in).toString()));
        assertEquals(1, Files.readAllLines(in).size());
        assertTrue(Files.readString(in).contains("startsAt"));
    }

    @Test
    void aByteOrderMarkIsNoPartOfTheFirstLine() throws IOException {
        assertEquals(1, replay(0, file("\uFEFF" + state("A", "minor", "a", 0))).size());
    }

    @Test
    void timesBeyondTheYear9999AreBadLines() throws IOException {
        Path in = file(
                state("A", "minor", "a", 0),
                "{\"labels\":{\"a\":\"b\"},\"startsAt\":\"+10000-01-01T00:00:00Z\"}",
                "{\"labels\":{\"a\":\"b\"},\"startsAt\":\"2026-01-01T00:00:00Z\",\"endsAt\":\"+999999999-12-31T23:59:59Z\"}",
                "{\"labels\":{\"a\":\"b\",\"severity\":\"minor\"},\"startsAt\":\"9999-12-31T23:59:59Z\"}");
        assertEquals(
                List.of("0", "3"), replay(1, in).stream().map(ReplayTest::index).toList());
        String told = said.toString(StandardCharsets.UTF_8);
        assertTrue(told.contains("line 2: startsAt: must be a time"), told);
        assertTrue(told.contains("line 3: endsAt: must be a time"), told);
    }

    /** Six bursts on three hosts, a quarter of an hour apart. */
    private Path burst(int lines) throws IOException {
        List<String> out = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            int burst = i / 100;
            out.add(event("probe " + i % 5, "host" + burst % 3, burst * 900 + i % 100 / 10));
        }
        return file(out.toArray(new String[0]));
    }

    private List<String> replay(int code, Path in, String... more) throws IOException {
        Path out = dir.resolve("out.ndjson");
        List<String> args = new ArrayList<>(List.of(in.toString(), "--out", out.toString()));
        args.addAll(List.of(more));
        assertEquals(code, run(args.toArray(new String[0])));
        return Files.readAllLines(out);
    }

    private int run(String... args) {
        PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
        return Replay.run(args, to, to);
    }

    private Path file(String... lines) throws IOException {
        return Files.write(dir.resolve("in.ndjson"), List.of(lines));
    }

    private static String state(String name, String severity, String host, int second) {
        return "{\"labels\":{\"alertname\":\"" + name + "\",\"severity\":\"" + severity + "\",\"host\":\"" + host
                + "\"},\"startsAt\":\"" + Instant.parse("2026-01-01T00:00:00Z").plusSeconds(second)
                + "\",\"endsAt\":\"\"}";
    }

    private static String event(String name, String host, int second) {
        return state(name, "", host, second);
    }

    private static String incident(String line) {
        return line.substring(line.indexOf("incident") + 11, line.length() - 2);
    }

    private static String index(String line) {
        return line.substring(9, line.indexOf(','));
    }
}
