package dev.tidegate.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.alertmanager.AlertmanagerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Every amtool 0.25 command that talks to a server. */
@Tag("peer")
class AmtoolIT {
    private static House house;

    @TempDir
    static Path directory;

    @BeforeAll
    static void open() {
        house = new House(
                new Town(), AlertmanagerConfig.BUILT_IN, () -> Mono.just(Flux.never()), Duration.ofSeconds(15));
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private record Said(int code, String out) {}

    private static Said amtool(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("amtool", "--alertmanager.url=" + house.url()));
        command.addAll(List.of(arguments));
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new AssertionError("amtool is missing; install Debian's prometheus-alertmanager", e);
        }
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return new Said(process.exitValue(), out);
    }

    private static String ok(String... arguments) throws IOException, InterruptedException {
        Said said = amtool(arguments);
        assertThat(said.code()).as(said.out()).isZero();
        return said.out();
    }

    @Test
    void alertsAreAddedAndQueried() throws Exception {
        ok("alert", "add", "NodeDown", "host=cmp01", "severity=critical", "--annotation=summary=it is down");
        assertThat(ok("alert", "query", "host=cmp01"))
                .contains("NodeDown")
                .contains("it is down")
                .contains("active");
        assertThat(ok("alert", "query", "-o", "extended", "host=~cmp.*")).contains("host=\"cmp01\"");
        assertThat(ok("-o", "json", "alert", "query", "host=none")).contains("[]");
        assertThat(ok("alert", "query", "alertname=NodeDown", "--receiver=default"))
                .contains("NodeDown");
        assertThat(ok("alert", "query", "alertname=NodeDown", "--receiver=other"))
                .doesNotContain("NodeDown");
    }

    @Test
    void silencesAreAddedQueriedUpdatedExpiredAndImported() throws Exception {
        ok("alert", "add", "Quiet", "host=q1");
        String id = ok("silence", "add", "--author=me", "--comment=because", "--duration=2h", "host=q1")
                .strip();
        assertThat(id).matches("[0-9a-f-]{36}");
        assertThat(ok("silence", "query")).contains(id).contains("host=\"q1\"").contains("because");
        assertThat(ok("silence", "query", "-q", "host=q1").strip()).isEqualTo(id);
        assertThat(ok("alert", "query", "host=q1")).doesNotContain("Quiet");
        assertThat(ok("alert", "query", "--silenced", "host=q1")).contains("suppressed");

        assertThat(ok("silence", "update", "--comment=longer", "--duration=5h", id))
                .contains("longer");
        String exported = ok("-o", "json", "silence", "query", "host=q1");

        ok("silence", "expire", id);
        assertThat(ok("silence", "query", "-q", "host=q1").strip()).isEmpty();
        assertThat(ok("silence", "query", "--expired", "--within=1h", "-q", "host=q1"))
                .contains(id);
        assertThat(ok("alert", "query", "host=q1")).contains("Quiet");
        ok("silence", "expire", id);

        Path file = directory.resolve("silences.json");
        Files.writeString(file, exported);
        ok("silence", "import", "--force", file.toString());
        assertThat(ok("silence", "query", "-q", "host=q1").strip()).matches("[0-9a-f-]{36}");

        assertThat(amtool("silence", "expire", "6d2e5e8e-0000-4000-8000-000000000000")
                        .code())
                .isNotZero();
        assertThat(amtool("silence", "add", "--author=me", "--comment=x", "host=~.*")
                        .out())
                .contains("at least one matcher must not match the empty string");
    }

    @Test
    void clusterAndConfigAreShown() throws Exception {
        assertThat(ok("cluster", "show")).contains("disabled");
        assertThat(ok("config", "show")).contains("receiver: default");
        assertThat(ok("config", "routes", "show")).contains("default-route");
        assertThat(ok("config", "routes", "test", "severity=critical").strip()).isEqualTo("default");
    }
}
