package dev.tidegate.rollout.packages.aptly;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.remote.Server;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import reactor.netty.http.client.HttpClient;

/** Debian's Aptly with snapshots apps-1 and apps-2 of one package in two versions, the first of them published. */
public final class AptlyNode implements AutoCloseable {
    private final Path home;
    private final URI address;
    private final Process process;

    private AptlyNode(Path home, URI address, Process process) {
        this.home = home;
        this.address = address;
        this.process = process;
    }

    /** One that publishes distribution bookworm at these prefixes. */
    public static AptlyNode open(Path home, List<String> prefixes) throws Exception {
        Files.writeString(
                home.resolve("aptly.conf"),
                "{\"rootDir\":\"" + home.resolve("root") + "\",\"architectures\":[\"amd64\",\"all\"]}");
        cli(home, "repo", "create", "-distribution=bookworm", "-component=main", "apps");
        cli(home, "repo", "add", "apps", deb(home, "1.0"));
        cli(home, "snapshot", "create", "apps-1", "from", "repo", "apps");
        cli(home, "repo", "remove", "apps", "demo-app");
        cli(home, "repo", "add", "apps", deb(home, "2.0"));
        cli(home, "snapshot", "create", "apps-2", "from", "repo", "apps");
        for (String prefix : prefixes) {
            cli(home, "publish", "snapshot", "-skip-signing", "-distribution=bookworm", "apps-1", prefix);
        }
        int port = freePort();
        URI address = URI.create("http://127.0.0.1:" + port);
        Process process = new ProcessBuilder(
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
        return new AptlyNode(home, address, process);
    }

    /** A client of it. */
    public AptlyPackages packages(Optional<AptlySettings.Signing> signing) {
        AptlySettings plain = AptlySettings.of(Server.of("aptly", address));
        return new AptlyPackages(
                new AptlySettings(plain.server(), signing, 64, Duration.ofMillis(100)), new SimpleMeterRegistry());
    }

    /** What a node finds in the index. */
    public String index(String prefix) throws IOException {
        return Files.readString(
                home.resolve("root/public").resolve(prefix).resolve("dists/bookworm/main/binary-amd64/Packages"));
    }

    @Override
    public void close() {
        assertThat(process.destroyForcibly()
                        .onExit()
                        .orTimeout(10, TimeUnit.SECONDS)
                        .join()
                        .isAlive())
                .isFalse();
    }

    private static void cli(Path home, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("aptly", "-config=" + home.resolve("aptly.conf")));
        command.addAll(List.of(arguments));
        run(command);
    }

    private static String deb(Path home, String version) throws Exception {
        Path tree = Files.createDirectories(home.resolve("demo-" + version + "/DEBIAN"));
        Files.writeString(
                tree.resolve("control"),
                "Package: demo-app\nVersion: " + version
                        + "\nArchitecture: all\nMaintainer: Test <test@example.org>\nDescription: demo\n");
        Path file = home.resolve("demo-app_" + version + "_all.deb");
        run(List.of("dpkg-deb", "--build", "--root-owner-group", tree.getParent() + "", file.toString()));
        return file.toString();
    }

    private static void run(List<String> command) throws Exception {
        Process one = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(one.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(one.waitFor()).as("%s: %s", command, said).isZero();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
