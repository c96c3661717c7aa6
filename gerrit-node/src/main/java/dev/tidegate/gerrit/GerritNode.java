package dev.tidegate.gerrit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A Gerrit on loopback, in a JVM of its own with {@value #HEAP} of heap; set up and up in some fifteen seconds. Its
 * administrator is {@value #USER} with the HTTP password {@value #PASSWORD}; whoever knocks may become any account, so it
 * is for tests only. Calls block.
 */
public final class GerritNode implements AutoCloseable {
    static final String HEAP = "512m";
    public static final String USER = "admin";
    public static final String PASSWORD = "secret";

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Path site;
    private final int port;
    private final Process process;
    private final Thread guard;

    private GerritNode(Path site, int port) throws IOException {
        this.site = site;
        this.port = port;
        configure();
        await(launch("init", "--batch", "--dev", "--no-auto-start", "--skip-plugins", "-d", site.toString()));
        this.process = launch("daemon", "--console-log", "--headless", "-d", site.toString());
        // a test run that is ended must not leave it behind
        this.guard = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(guard);
        awaitReady();
    }

    /** A new Gerrit without projects. */
    public static GerritNode open() {
        try {
            return new GerritNode(Files.createTempDirectory("tidegate-gerrit-"), freePort());
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** Everything it has said. */
    public String log() {
        try {
            return Files.readString(site.resolve("said"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(guard);
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " does not end");
            }
            try (Stream<Path> files = Files.walk(site)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void configure() throws IOException {
        Files.createDirectories(site.resolve("etc"));
        Files.writeString(site.resolve("etc/gerrit.config"), """
                [gerrit]
                  basePath = git
                  canonicalWebUrl = %1$s/
                [auth]
                  type = DEVELOPMENT_BECOME_ANY_ACCOUNT
                  gitBasicAuthPolicy = HTTP
                [httpd]
                  listenUrl = %1$s/
                [sshd]
                  listenAddress = off
                [sendemail]
                  enable = false
                """.formatted(address()));
    }

    private Process launch(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "--add-opens=java.base/java.net=ALL-UNNAMED",
                "-cp",
                classPath(),
                "com.google.gerrit.launcher.GerritLauncher"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(site.toFile())
                .redirectErrorStream(true)
                .redirectOutput(
                        ProcessBuilder.Redirect.appendTo(site.resolve("said").toFile()))
                .start();
    }

    /** This module's own classes are not needed there; only what the build wrote down as the server's class path is. */
    private static String classPath() throws IOException {
        try (InputStream file = GerritNode.class.getResourceAsStream("class-path")) {
            if (file == null) {
                throw new IllegalStateException("the server's class path is missing: this module was not built");
            }
            String libraries = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
            Path own = Path.of(GerritNode.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return libraries + File.pathSeparator + own;
        } catch (URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void await(Process setup) {
        try {
            if (!setup.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || setup.exitValue() != 0) {
                setup.destroyForcibly();
                throw new IllegalStateException("Gerrit was not set up:\n" + log());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private void awaitReady() throws IOException {
        Instant end = Instant.now().plus(PATIENCE);
        while (!isReady()) {
            try {
                if (process.waitFor(200, TimeUnit.MILLISECONDS) || Instant.now().isAfter(end)) {
                    process.destroyForcibly();
                    throw new IllegalStateException("Gerrit did not start:\n" + log());
                }
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(interrupted);
            }
        }
    }

    private boolean isReady() throws IOException {
        HttpURLConnection question = (HttpURLConnection)
                address().resolve("/config/server/version").toURL().openConnection();
        question.setConnectTimeout(1000);
        question.setReadTimeout(5000);
        try {
            return question.getResponseCode() == 200;
        } catch (IOException notYet) {
            return false;
        } finally {
            question.disconnect();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
