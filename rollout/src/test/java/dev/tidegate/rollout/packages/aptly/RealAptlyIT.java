package dev.tidegate.rollout.packages.aptly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.remote.Server;
import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.packages.Packages.Difference;
import dev.tidegate.rollout.packages.Packages.Switched;
import dev.tidegate.rollout.remote.Await;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;

/** Debian's Aptly with two snapshots, switched there and back, and read as a node would read it. */
@Tag("peer")
class RealAptlyIT {
    private static final List<String> PREFIXES = List.of("rollout", "a/b_c", ".");

    @TempDir
    private static Path home = Path.of("none");

    private static @Nullable Process process;
    private static URI address = URI.create("http://none");
    private static AptlyPackages aptly = new AptlyPackages(
            AptlySettings.of(Server.of("aptly", URI.create("http://127.0.0.1:9"))), new SimpleMeterRegistry());

    @BeforeAll
    static void start() throws Exception {
        Files.writeString(
                home.resolve("aptly.conf"),
                "{\"rootDir\":\"" + home.resolve("root") + "\",\"architectures\":[\"amd64\",\"all\"]}");
        cli("repo", "create", "-distribution=bookworm", "-component=main", "apps");
        cli("repo", "add", "apps", deb("1.0"));
        cli("snapshot", "create", "apps-1", "from", "repo", "apps");
        cli("repo", "remove", "apps", "demo-app");
        cli("repo", "add", "apps", deb("2.0"));
        cli("snapshot", "create", "apps-2", "from", "repo", "apps");
        for (String prefix : PREFIXES) {
            cli("publish", "snapshot", "-skip-signing", "-distribution=bookworm", "apps-1", prefix);
        }
        int port = freePort();
        address = URI.create("http://127.0.0.1:" + port);
        process = new ProcessBuilder(
                        "aptly",
                        "-config=" + home.resolve("aptly.conf"),
                        "api",
                        "serve",
                        "-no-lock",
                        "-listen=127.0.0.1:" + port)
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("said").toFile())
                .start();
        Await.until(
                HttpClient.newConnection()
                        .get()
                        .uri(address.resolve("/api/version"))
                        .response()
                        .map(response -> response.status().code())
                        .onErrorReturn(0),
                status -> status == 200);
        aptly.dispose();
        aptly = aptly(Optional.empty());
    }

    @AfterAll
    static void stop() throws InterruptedException {
        aptly.dispose();
        if (process != null) {
            assertThat(process.destroyForcibly().waitFor(10, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static AptlyPackages aptly(Optional<AptlySettings.Signing> signing) {
        AptlySettings plain = AptlySettings.of(Server.of("aptly", address));
        return new AptlyPackages(
                new AptlySettings(plain.server(), signing, 64, Duration.ofMillis(100)), new SimpleMeterRegistry());
    }

    private static void cli(String... arguments) throws Exception {
        run(Flux.concat(Flux.just("aptly", "-config=" + home.resolve("aptly.conf")), Flux.fromArray(arguments))
                .collectList()
                .block());
    }

    private static String deb(String version) throws Exception {
        Path tree = Files.createDirectories(home.resolve("demo-" + version + "/DEBIAN"));
        Files.writeString(
                tree.resolve("control"),
                "Package: demo-app\nVersion: " + version
                        + "\nArchitecture: all\nMaintainer: Test <test@example.org>\nDescription: demo\n");
        Path file = home.resolve("demo-app_" + version + "_all.deb");
        run(List.of("dpkg-deb", "--build", "--root-owner-group", tree.getParent() + "", file.toString()));
        return file.toString();
    }

    private static void run(@Nullable List<String> command) throws Exception {
        Process one = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(one.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(one.waitFor()).as("%s: %s", command, said).isZero();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** What a node finds in the index. */
    private static String index(String prefix) throws IOException {
        return Files.readString(
                home.resolve("root/public").resolve(prefix).resolve("dists/bookworm/main/binary-amd64/Packages"));
    }

    private static PackageSnapshot at(String prefix, String snapshot) {
        return new PackageSnapshot(prefix, "bookworm", "main", snapshot);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rollout", "a/b_c", "."})
    void thereAndBackIsWhatNodesRead(String prefix) throws IOException {
        assertThat(index(prefix)).contains("Version: 1.0");
        assertThat(Await.value(aptly.switchTo(at(prefix, "apps-2"))))
                .isEqualTo(new Switched(at(prefix, "apps-1"), at(prefix, "apps-2")));
        assertThat(index(prefix)).contains("Version: 2.0").doesNotContain("Version: 1.0");
        assertThat(Await.value(aptly.published(prefix, "bookworm", "main"))).isEqualTo(at(prefix, "apps-2"));
        assertThat(Await.value(aptly.switchTo(at(prefix, "apps-2"))).from()).isEqualTo(at(prefix, "apps-2"));
        Await.value(aptly.switchTo(at(prefix, "apps-1")));
        assertThat(index(prefix)).contains("Version: 1.0").doesNotContain("Version: 2.0");
        assertThat(Await.value(aptly.published(prefix, "bookworm", "main"))).isEqualTo(at(prefix, "apps-1"));
    }

    @Test
    void manySwitchesAtOnceEndAsTheLastSays() throws IOException {
        Await.value(Flux.fromStream(IntStream.range(0, 20).boxed())
                .flatMap(i -> aptly.switchTo(at("rollout", "apps-" + (1 + i % 2))), 20)
                .then(Mono.just(true)));
        Await.value(aptly.switchTo(at("rollout", "apps-2")));
        assertThat(index("rollout")).contains("Version: 2.0");
        Await.value(aptly.switchTo(at("rollout", "apps-1")));
        assertThat(index("rollout")).contains("Version: 1.0");
    }

    @Test
    void snapshotsAreComparedAndLookedFor() {
        assertThat(Await.value(aptly.exists("apps-1"))).isTrue();
        assertThat(Await.value(aptly.exists("apps-9"))).isFalse();
        assertThat(Await.value(aptly.difference("apps-1", "apps-2")))
                .containsExactly(new Difference("demo-app", "1.0", "2.0"));
        Await.failure(aptly.difference("apps-1", "apps-9"))
                .hasMessageContaining("refused (404): snapshot with name apps-9 not found");
    }

    @Test
    void whatCannotBeSwitchedIsTold() {
        Await.failure(aptly.switchTo(at("rollout", "apps-9")))
                .hasMessageContaining("refused (404): snapshot with name apps-9 not found");
        Await.failure(aptly.switchTo(at("nowhere", "apps-1")))
                .hasMessageContaining("publishes nothing at nowhere/bookworm");
        AptlyPackages signing = aptly(Optional.of(new AptlySettings.Signing("no-such-key", "")));
        Await.failure(signing.switchTo(at("a/b_c", "apps-2")))
                .hasMessageContaining("was told to switch a/b_c/bookworm to apps-2 and refused (500): ");
        signing.dispose();
    }
}
