package dev.tidegate.elasticsearch;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An Elasticsearch of one node on loopback, in a JVM of its own with {@value #HEAP} of heap; up in about five seconds.
 * It is the core server only: no ingest, painless, security or lifecycle.
 *
 * <p>{@link #kill} ends it as {@code kill -9} does; {@link #start} brings it back at the same port with the same data.
 * Calls block.
 */
public final class ElasticsearchNode implements AutoCloseable {
    static final String HEAP = "256m";
    private static final int LOG_LINES = 200;

    private final Path home;
    private final List<String> log = new ArrayList<>();
    private Process process;
    private int port;

    private ElasticsearchNode(Path home) {
        this.home = home;
        this.process = launch(0);
        this.port = awaitReady();
    }

    /** A new, empty node. */
    public static ElasticsearchNode open() {
        try {
            return new ElasticsearchNode(Files.createTempDirectory("tidegate-elasticsearch-"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** After {@link #kill}. */
    public void start() {
        process = launch(port);
        port = awaitReady();
    }

    private Process launch(int wanted) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xms64m",
                "-Xmx" + HEAP,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dlog4j2.disableJmx=true",
                "-cp",
                classPath(),
                Server.class.getName(),
                home.toString(),
                Integer.toString(wanted));
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** This module's own classes, and what the build wrote down as the server's class path. */
    private static String classPath() {
        try (InputStream file = ElasticsearchNode.class.getResourceAsStream("class-path")) {
            if (file == null) {
                throw new IllegalStateException("the server's class path is missing: this module was not built");
            }
            String libraries = new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
            Path own = Path.of(ElasticsearchNode.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return own + File.pathSeparator + libraries;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Reads what the process says until it is ready, and goes on reading so that it never waits for us. */
    private int awaitReady() {
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        try {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                keep(line);
                if (line.startsWith(Server.READY)) {
                    Thread.ofPlatform()
                            .daemon()
                            .name("elasticsearch-log")
                            .start(() -> said.lines().forEach(this::keep));
                    return Integer.parseInt(line.substring(Server.READY.length()));
                }
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        throw new IllegalStateException("Elasticsearch did not start:\n" + log());
    }

    private synchronized void keep(String line) {
        if (log.size() >= LOG_LINES) {
            log.removeFirst();
        }
        log.add(line);
    }

    /** The latest lines it said. */
    public synchronized String log() {
        return String.join("\n", log);
    }

    @Override
    public void close() {
        kill();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void awaitExit() {
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + process.pid() + " does not end");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }
}
