package dev.tidegate.health.retro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program as a whole: files in, words and exit code out. */
class RetroTest {
    private static final long START = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();
    private static final int ROUNDS = 120;

    @TempDir
    Path directory = Path.of("replaced");

    private Path policy = Path.of("replaced");

    private record Outcome(int code, String out, String err) {}

    @BeforeEach
    void writePolicy() {
        policy = write("policy.yaml", """
                interval: 10s
                snapshot: 10m
                exposure: {duration: 5m, rounds: 10}
                signals:
                  - {name: latency, unit: s, given: true, limit: 5, compare: {relative: 0.25, absolute: 0.01}}
                  - {name: failed, kind: ratio, given: true, limit: 50%, required: false}
                """);
    }

    @Test
    void whatIsAsTheControlIsHealthy() {
        Outcome outcome = judge("--series", series("w", 1, 3, 1), "--control", series("c", 2, 4, 1));
        assertThat(outcome.code).isZero();
        List<String> lines = outcome.out.lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("2026-01-01T00:00:00Z  Inconclusive  exposure: ");
        assertThat(lines.get(1)).startsWith("2026-01-01T00:05:00Z  Healthy       ");
        assertThat(lines.get(2)).isEqualTo("final: Healthy since 2026-01-01T00:05:00Z, 5 min after the change");
        assertThat(outcome.err)
                .contains("nodes watched: 3, in the control: 4; rows from")
                .doesNotContain("left out");
    }

    @Test
    void whatIsTwiceTheControlIsUnhealthy() {
        Outcome outcome = judge("--series", series("w", 1, 3, 2), "--control", series("c", 2, 4, 1));
        assertThat(outcome.code).isEqualTo(1);
        assertThat(outcome.out)
                .contains("  Unhealthy     control of latency: ")
                .contains("final: Unhealthy since 2026-01-01T00:0")
                .contains("worst: w");
    }

    @Test
    void whatCrossesALimitIsUnhealthyAtOnce() {
        List<String> rows = rows("w", 1, 3, 1);
        rows.add((START + 605) + ",w1,latency,7.5");
        Outcome outcome = judge("--series", file("rows.csv", rows), "--since", Long.toString(START + 600));
        assertThat(outcome.code).isEqualTo(1);
        assertThat(outcome.out).contains("final: Unhealthy since 2026-01-01T00:10:05Z, 5 s after the change");
    }

    @Test
    void withoutControlTheNodesAreComparedWithThemselves() {
        List<String> rows = rows("w", 1, 3, 1);
        rows.addAll(rowsFrom(START + ROUNDS * 10L, "w", 2, 3, 2));
        Outcome outcome = judge("--series", file("rows.csv", rows), "--since", "2026-01-01T00:20:00Z");
        assertThat(outcome.code).isEqualTo(1);
        assertThat(outcome.out).contains("snapshot of latency");
    }

    @Test
    void whatIsWrongOnTheWholeSiteIsNotBlamedOnTheChange() {
        List<String> watched = rows("w", 1, 3, 1);
        List<String> control = rows("c", 2, 4, 1);
        watched.addAll(rowsFrom(START + ROUNDS * 10L, "w", 3, 3, 3));
        control.addAll(rowsFrom(START + ROUNDS * 10L, "c", 4, 4, 3));
        Outcome outcome = judge(
                "--series",
                file("w.csv", watched),
                "--control",
                file("c.csv", control),
                "--since",
                "2026-01-01T00:20:00Z");
        assertThat(outcome.code).isEqualTo(2);
        assertThat(outcome.out).contains("site-wide");
    }

    @Test
    void nodesThatFallSilentHold() {
        List<String> rows = rows("w", 1, 2, 1);
        rows.addAll(rows("v", 2, 1, 1).subList(0, ROUNDS / 4));
        Outcome outcome = judge("--series", file("rows.csv", rows), "--control", series("c", 2, 4, 1));
        assertThat(outcome.code).isEqualTo(2);
        assertThat(outcome.out).contains("silent-nodes").contains("v1");
    }

    @Test
    void noRowsAreNoGoodNews() {
        Outcome empty = judge("--series", file("empty.csv", List.of("time,node,signal,value")));
        assertThat(empty.code).isEqualTo(2);
        assertThat(empty.out).startsWith("final: Inconclusive: ").contains("has no row of the policy's signals");
        Outcome before = judge("--series", series("w", 1, 3, 1), "--since", "2027-01-01T00:00:00Z");
        assertThat(before.code).isEqualTo(2);
        assertThat(before.out).contains("no row from after the change");
        Outcome control =
                judge("--series", series("w", 1, 3, 1), "--control", file("none.csv", List.of("1767225600,x,other,1")));
        assertThat(control.code).isEqualTo(2);
        assertThat(control.out).contains("there is no control to compare with");
    }

    @Test
    void jsonHasALineForEachChangeAndALastOne() {
        Outcome outcome = judge("--series", series("w", 1, 3, 2), "--control", series("c", 2, 4, 1), "--json");
        assertThat(outcome.code).isEqualTo(1);
        List<String> lines = outcome.out.lines().toList();
        assertThat(lines.getFirst())
                .startsWith("{\"at\":\"2026-01-01T00:00:00Z\",\"exposedMillis\":0,")
                .contains("\"signals\":[{\"signal\":\"latency\"")
                .contains("{\"signal\":\"failed\"");
        assertThat(lines.getLast()).startsWith("{\"final\":{\"verdict\":\"unhealthy\",\"signal\":\"latency\"");
    }

    @Test
    void orderTimesAndPackingDoNotMatter() throws IOException {
        List<String> rows = rows("w", 1, 3, 2);
        Outcome sorted = judge("--series", file("a.csv", rows), "--control", series("c", 2, 4, 1));
        List<String> shuffled = new ArrayList<>(rows.stream()
                .map(row -> Instant.ofEpochSecond(Long.parseLong(row.substring(0, 10))) + row.substring(10))
                .toList());
        Collections.shuffle(shuffled, new Random(5));
        Path packed = directory.resolve("b.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write(("\uFEFFTime,node,signal,value\r\n" + String.join("\r\n", shuffled))
                    .getBytes(StandardCharsets.UTF_8));
        }
        Outcome other = judge("--series", packed.toString(), "--control", series("c", 2, 4, 1));
        assertThat(other.out.lines().map(line -> line.replaceAll("(furthest|worst): .*", "")))
                .containsExactlyElementsOf(sorted.out
                        .lines()
                        .map(line -> line.replaceAll("(furthest|worst): .*", ""))
                        .toList());
    }

    @Test
    void signalsThatThePolicyDoesNotHaveAreToldOnce() {
        List<String> rows = rows("w", 1, 3, 1);
        rows.add(START + ",w1,other,1");
        rows.add(START + ",w2,other,1");
        rows.add(START + ",w2,latency.total,1");
        Outcome outcome = judge("--series", file("rows.csv", rows));
        assertThat(outcome.err.lines().filter(line -> line.contains("left out")))
                .containsExactly(
                        "judge: the policy has no signal \"other\"; its rows are left out",
                        "judge: the policy has no signal \"latency.total\"; its rows are left out");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yesterday,a,latency,1          | \"yesterday\" is no time",
                "2026-01-01T00:00:00,a,latency,1| \"2026-01-01T00:00:00\" is no time",
                "-5,a,latency,1                 | the time -5 is not from 1970 to 2200",
                "1767225600,a,latency           | expected time,node,signal,value and found 3 fields",
                "1767225600,a,latency,1,2       | expected time,node,signal,value and found 5 fields",
                "1767225600,,latency,1          | the node is empty",
                "1767225600,a,latency,fast      | the value \"fast\" is no number",
                "1767225600,a,latency,Infinity  | the value Infinity is infinite",
                "1767225600,a,failed,-1         | failed counts something, so -1.0 is no value of it",
                "1767225600,\"a,latency,1       | a quote is not closed",
            })
    void aBadRowIsNamedAndThereIsNoVerdict(String row, String expected) {
        Outcome outcome = judge("--series", file("rows.csv", List.of("1767225600,a,latency,1", row)));
        assertThat(outcome.code).isEqualTo(64);
        assertThat(outcome.out).isEmpty();
        assertThat(outcome.err).contains("rows.csv:2: " + expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                                    | --policy is missing",
                "--policy POLICY                       | --series is missing",
                "--policy POLICY --series              | --series needs a value",
                "--policy POLICY --series x --sinces 1 | what is --sinces?",
                "--policy POLICY --series x --since z  | --since: \"z\" is no time",
                "--policy POLICY --series nowhere.csv  | there is no file nowhere.csv",
                "--policy nowhere.yaml --series x      | nowhere.yaml: there is no such file",
            })
    void aWrongCallIsToldApartFromAVerdict(String arguments, String expected) {
        String[] args = Arrays.stream(arguments.split(" "))
                .filter(argument -> !argument.isEmpty())
                .map(argument -> argument.replace("POLICY", policy.toString()))
                .toArray(String[]::new);
        Outcome outcome = run(args);
        assertThat(outcome.code).isEqualTo(64);
        assertThat(outcome.out).isEmpty();
        assertThat(outcome.err).contains("judge: " + expected);
    }

    @Test
    void aNodeIsEitherWatchedOrInTheControl() {
        Outcome outcome = judge("--series", series("w", 1, 3, 1), "--control", series("w", 2, 4, 1));
        assertThat(outcome.code).isEqualTo(64);
        assertThat(outcome.err).contains("w1, w2, w3: in both files");
    }

    @Test
    void aMistakeInThePolicyIsNamedByLine() {
        policy = write("wrong.yaml", "interval: 10s\nsignals:\n- {name: a, given: true, limit: x}\n");
        Outcome outcome = judge("--series", series("w", 1, 3, 1));
        assertThat(outcome.code).isEqualTo(64);
        assertThat(outcome.err).contains("wrong.yaml:3: \"x\" is not a number");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() throws IOException {
        Outcome folder = judge("--series", directory.toString());
        assertThat(folder.code).isEqualTo(64);
        assertThat(folder.err).contains(directory + " is a directory, not a file with rows");

        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(String.join("\n", rows("w", 1, 3, 1)).getBytes(StandardCharsets.UTF_8));
        }
        Path half =
                Files.write(directory.resolve("half.csv.gz"), Arrays.copyOf(packed.toByteArray(), packed.size() / 2));
        Outcome cut = judge("--series", half.toString());
        assertThat(cut.code).isEqualTo(64);
        assertThat(cut.err).contains(half + " cannot be read after line ");
    }

    private Outcome judge(String... arguments) {
        List<String> args = new ArrayList<>(List.of("--policy", policy.toString()));
        args.addAll(List.of(arguments));
        return run(args.toArray(String[]::new));
    }

    private static Outcome run(String[] args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Retro.run(
                args,
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    private String series(String prefix, long seed, int nodes, double factor) {
        return file(prefix + seed + ".csv", rows(prefix, seed, nodes, factor));
    }

    private static List<String> rows(String prefix, long seed, int nodes, double factor) {
        return rowsFrom(START, prefix, seed, nodes, factor);
    }

    private static List<String> rowsFrom(long from, String prefix, long seed, int nodes, double factor) {
        Random random = new Random(seed);
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            for (int node = 1; node <= nodes; node++) {
                double value = (1 + 0.1 * random.nextGaussian()) * factor;
                rows.add((from + i * 10L) + "," + prefix + node + ",latency," + value);
            }
        }
        return rows;
    }

    private String file(String name, List<String> rows) {
        return write(name, String.join("\n", rows) + "\n").toString();
    }

    private Path write(String name, String text) {
        try {
            return Files.writeString(directory.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
