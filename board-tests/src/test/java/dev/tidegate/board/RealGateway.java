package dev.tidegate.board;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gateway in a process of its own, which can be killed and started again on the same data and port. */
final class RealGateway implements AutoCloseable {
    private static final Duration BOUND = Duration.ofSeconds(90);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Path directory;
    private final int port;
    private final List<String> options;
    private final String heap;
    private Process process;

    /** @param options beside those for data and port */
    RealGateway(Path directory, String... options) {
        this(512, directory, options);
    }

    /** @param heap in MiB; as much as it has from the launcher is 2,048 */
    RealGateway(int heap, Path directory, String... options) {
        this.heap = "-Xmx" + heap + "m";
        this.directory = directory;
        this.port = freePort();
        this.options = List.of(options);
        this.process = start();
        awaitReady();
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    /** As kill -9 does. */
    void kill() {
        process.destroyForcibly();
        await(process);
    }

    void startAgain() {
        process = start();
        awaitReady();
    }

    /** Sends alerts as Prometheus does; given as JSON objects of labels. */
    void alert(String... labels) {
        send("Bearer " + token("ingest"), labels);
    }

    /** The same from a person who sends for their tenant. */
    void alertAs(String name, String password, String... labels) {
        String pair = name + ":" + password;
        send("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)), labels);
    }

    /** Sends alerts with all that a sender can say; given as JSON objects. */
    void alerts(List<String> alerts) {
        post("Bearer " + token("ingest"), "[" + String.join(",", alerts) + "]");
    }

    private void send(String authorization, String... labels) {
        StringBuilder body = new StringBuilder("[");
        for (String one : labels) {
            body.append(body.length() > 1 ? "," : "")
                    .append("{\"labels\":")
                    .append(one)
                    .append('}');
        }
        post(authorization, body.append(']').toString());
    }

    private void post(String authorization, String body) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(url() + "/api/v2/alerts"))
                .header("Authorization", authorization)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
        if (answer.statusCode() != 200) {
            throw new IllegalStateException(answer.body());
        }
    }

    String get(String path) {
        return send(HttpRequest.newBuilder(URI.create(url() + path))).body();
    }

    /** The token that the gateway has put down for a role. */
    String token(String role) {
        try {
            return Files.readString(directory.resolve("data").resolve("tokens").resolve(role))
                    .strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a person as the administrator does. */
    void person(String name, String password, String tenant, String role) {
        administer(
                "POST",
                "/api/v1/users",
                "{\"name\":\"%s\",\"password\":\"%s\",\"tenant\":\"%s\",\"roles\":[\"%s\"]}"
                        .formatted(name, password, tenant, role));
    }

    /** What only the administrator may do. */
    void administer(String method, String path, String json) {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(url() + path))
                .header("Authorization", "Bearer " + token("admin"))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(json)));
        if (answer.statusCode() / 100 != 2) {
            throw new IllegalStateException(answer.body());
        }
    }

    /** The storm generator, beside everything else. */
    Process storm(int nodes, int rate, int seconds, int seed) {
        return java(
                "storm.log",
                "dev.tidegate.storm.Storm",
                "--url",
                url(),
                "--nodes",
                Integer.toString(nodes),
                "--rate",
                Integer.toString(rate),
                "--duration",
                Integer.toString(seconds),
                "--seed",
                Integer.toString(seed));
    }

    private Process start() {
        List<String> arguments = new ArrayList<>(
                List.of("--data", directory.resolve("data").toString(), "--port", Integer.toString(port)));
        arguments.addAll(options);
        return java("gateway.log", "dev.tidegate.gateway.Tidegate", arguments.toArray(String[]::new));
    }

    private Process java(String log, String program, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                program));
        command.addAll(List.of(arguments));
        try {
            return new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve(log).toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + BOUND.toNanos();
        while (!ready()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "the gateway did not get ready; see " + directory.resolve("gateway.log"));
            }
            waitFor(process, 100);
        }
    }

    private boolean ready() {
        try {
            return send(HttpRequest.newBuilder(URI.create(url() + "/actuator/health/readiness")))
                            .statusCode()
                    == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.timeout(Duration.ofSeconds(10)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void await(Process process) {
        if (!waitFor(process, TimeUnit.SECONDS.toMillis(60))) {
            throw new IllegalStateException("a process did not end within a minute");
        }
    }

    private static boolean waitFor(Process process, long millis) {
        try {
            return process.waitFor(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
        await(process);
    }
}
