package dev.tidegate.crash;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A gateway that is started, awaited and killed as an operator would: by its launcher and by kill -9. */
public final class GatewayProcess {
    private static final Duration START_BOUND = Duration.ofSeconds(90);

    private final HttpClient http;
    private final URI url;
    private final Process process;

    private GatewayProcess(HttpClient http, URI url, Process process) {
        this.http = http;
        this.url = url;
        this.process = process;
    }

    /**
     * Begins to start one; its output goes to a file beside its data.
     *
     * @param options more arguments for {@code ./tidegate up}
     */
    public static GatewayProcess start(HttpClient http, Path launcher, Path data, int port, List<String> options)
            throws IOException {
        List<String> command = new ArrayList<>(
                List.of(launcher.toString(), "up", "--port", Integer.toString(port), "--data", data.toString()));
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command);
        for (String role : List.of("ADMIN", "READ", "INGEST")) {
            builder.environment().put("TIDEGATE_" + role + "_TOKEN", token(role));
        }
        builder.redirectErrorStream(true);
        builder.redirectOutput(ProcessBuilder.Redirect.appendTo(
                data.resolveSibling("gateway.log").toFile()));
        return new GatewayProcess(http, URI.create("http://127.0.0.1:" + port), builder.start());
    }

    /** The token the gateway was given for a role. */
    public static String token(String role) {
        return "crash-loop-" + role;
    }

    /** Waits until the gateway says that it is ready; fails when it ends or takes too long. */
    public void awaitReady() throws InterruptedException {
        long deadline = System.nanoTime() + START_BOUND.toNanos();
        HttpRequest probe = HttpRequest.newBuilder(url.resolve("/actuator/health/readiness"))
                .timeout(Duration.ofSeconds(2))
                .build();
        while (!answers(probe)) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new IllegalStateException("the gateway ended with exit code " + process.exitValue());
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the gateway was not ready within " + START_BOUND.toSeconds() + " s");
            }
        }
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    public void stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(15, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("the gateway did not stop within 15 s of SIGTERM");
        }
    }

    private boolean answers(HttpRequest probe) throws InterruptedException {
        try {
            return http.send(probe, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // not up yet: that is what the probe asks
        }
    }
}
