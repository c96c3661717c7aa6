package dev.tidegate.storm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.storm.send.FakeServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class StormTest {
    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int storm(String... args) {
        return Storm.run(List.of(args), Map.of(), print(out), print(err));
    }

    private int score(String... args) {
        return Score.run(List.of(args), Map.of(), print(out), print(err));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String file(String name) {
        return directory.resolve(name).toString();
    }

    private List<JsonNode> read(String name) throws IOException {
        return Files.readAllLines(directory.resolve(name)).stream()
                .map(JsonMapper.shared()::readTree)
                .toList();
    }

    @Test
    void two_recordings_of_a_seed_are_identical() throws IOException {
        assertThat(storm("--record", file("a"), "--truth", file("at"), "--nodes", "120", "--seed", "9"))
                .isZero();
        assertThat(storm("--record", file("b"), "--truth", file("bt"), "--nodes", "120", "--seed", "9"))
                .isZero();
        assertThat(directory.resolve("a")).hasSameBinaryContentAs(directory.resolve("b"));
        assertThat(directory.resolve("at")).hasSameBinaryContentAs(directory.resolve("bt"));
    }

    @Test
    void the_truth_covers_exactly_the_recorded_alerts() throws IOException {
        storm("--record", file("r"), "--truth", file("t"), "--nodes", "120");
        Set<String> recorded =
                read("r").stream().map(alert -> alert.path("labels").toString()).collect(Collectors.toSet());
        Set<String> known = read("t").stream()
                .filter(line -> line.path("type").stringValue().equals("alert"))
                .map(alert -> alert.path("labels").toString())
                .collect(Collectors.toSet());
        assertThat(known).isEqualTo(recorded);
        assertThat(read("r").getFirst().propertyNames()).containsExactly("labels", "annotations", "startsAt", "endsAt");
    }

    @Test
    void sends_to_a_server_and_writes_what_it_accepted() throws IOException {
        try (FakeServer server = FakeServer.start()) {
            int exit = storm(
                    "--url",
                    server.uri().toString(),
                    "--nodes",
                    "50",
                    "--rate",
                    "2000",
                    "--duration",
                    "1",
                    "--truth",
                    file("t"));
            assertThat(exit).isZero();
            long alerts = read("t").stream()
                    .filter(line -> line.path("type").stringValue().equals("alert"))
                    .map(line -> line.path("fingerprint").stringValue())
                    .distinct()
                    .count();
            assertThat(alerts).isEqualTo(server.fingerprints().size());
            assertThat((double) server.alerts()).isBetween(1_800.0, 2_100.0);
            assertThat(out.toString(StandardCharsets.UTF_8))
                    .contains("Accepted")
                    .contains("retries");
        }
    }

    @Test
    void says_that_nobody_listens() {
        assertThat(storm("--url", "http://127.0.0.1:1")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("storm: Cannot reach http://127.0.0.1:1 (Connection refused). Is the server running?\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    --nodes 49 --record x        | --nodes wants a whole number from 50 to 10000, not "49"
                    --rate much --record x       | --rate wants a whole number
                    --fault flood --record x     | --fault wants one of rack-power, switch-flap
                    --seed x --record x          | --seed wants a whole number, not "x"
                    --url ftp://x                | --url wants http://HOST:PORT, not "ftp://x"
                    --url http://x:70000         | --url wants http://HOST:PORT, not "http://x:70000"
                    --url http://[               | --url wants http://HOST:PORT, not "http://["
                    --url http://x --token ü     | the token holds a space or a character that no token has
                    --record /nowhere/x          | --record wants a file in a directory that is there, not "/nowhere/x"
                    --url http://x --truth /     | --truth wants a file in a directory that is there, not "/"
                    --loud                       | there is no option --loud
                    --record                     | --record needs a value
                    --nodes 50                   | give --url to send the storm, or --record
                    """)
    void names_the_option_that_is_wrong(String args, String complaint) {
        assertThat(storm(args.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith("storm: " + complaint)
                .contains("See --help.");
    }

    @Test
    void explains_itself() {
        assertThat(storm("--help")).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Usage: storm")
                .contains("bad-rollout");
    }

    @Test
    void a_grouping_by_cause_scores_one() throws IOException {
        storm("--record", file("r"), "--truth", file("t"), "--nodes", "120");
        List<String> lines = read("t").stream()
                .filter(line -> line.path("type").stringValue().equals("alert"))
                .map(line -> "{\"fingerprint\":\"%s\",\"incident\":\"%s\"}"
                        .formatted(
                                line.path("fingerprint").stringValue(),
                                line.path("fault").stringValue()))
                .toList();
        Files.write(directory.resolve("i"), lines);
        out.reset();
        assertThat(score("--truth", file("t"), "--incidents", file("i"))).isZero();
        JsonNode faults = JsonMapper.shared()
                .readTree(
                        out.toString(StandardCharsets.UTF_8).lines().findFirst().orElseThrow());
        assertThat(faults.path("scored").stringValue()).isEqualTo("faults");
        assertThat(faults.path("f1").doubleValue()).isEqualTo(1);
        assertThat(faults.path("toldOnce").doubleValue()).isEqualTo(1);
    }

    @Test
    void scores_a_replay_by_the_lines_of_the_recording() throws IOException {
        storm("--record", file("r"), "--truth", file("t"), "--nodes", "50");
        List<String> lines = IntStream.range(0, read("r").size())
                .mapToObj("{\"index\":%d,\"incident\":\"one\"}"::formatted)
                .toList();
        Files.write(directory.resolve("i"), lines);
        out.reset();
        assertThat(score("--truth", file("t"), "--incidents", file("i"), "--record", file("r")))
                .isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"missing\":0,\"incidents\":1,");
        assertThat(score("--truth", file("t"), "--incidents", file("i"))).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("line 1").contains("--record");
    }
}
