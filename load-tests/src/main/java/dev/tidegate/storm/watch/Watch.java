package dev.tidegate.storm.watch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Prints incidents of a running gateway as they appear, from its NDJSON stream; when the process it was told about has
 * ended and the stream had a moment to finish, a summary.
 *
 * <pre>Watch URL [--storm PID]</pre>
 */
public final class Watch {
    private static final Duration AFTERWARDS = Duration.ofSeconds(4);
    private static final int LARGEST = 10;

    private final Board board = new Board();
    private final PrintStream out;

    private Watch(PrintStream out) {
        this.out = out;
    }

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 1 && !(args.length == 3 && args[1].equals("--storm"))) {
            System.err.println("usage: Watch URL [--storm PID]");
            System.exit(2);
        }
        Optional<ProcessHandle> storm = args.length == 3 ? ProcessHandle.of(Long.parseLong(args[2])) : Optional.empty();
        new Watch(System.out).run(URI.create(args[0] + "/api/v1/incidents/stream"), storm);
        System.exit(0);
    }

    private void run(URI stream, Optional<ProcessHandle> storm) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(stream).header("Accept", "application/x-ndjson");
        @Nullable String token = System.getenv("TIDEGATE_READ_TOKEN");
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        // not closed: closing waits for the stream, which never ends; the process does
        HttpResponse<InputStream> answer =
                HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            throw new IOException(stream + " answered " + answer.statusCode());
        }
        // what was sent last is still being correlated when the storm has ended
        var later = CompletableFuture.delayedExecutor(AFTERWARDS.toMillis(), TimeUnit.MILLISECONDS);
        storm.ifPresent(process -> {
            var unused = process.onExit().thenRunAsync(this::summarize, later);
        });
        follow(answer.body());
    }

    private void follow(InputStream body) throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (board) {
                    board.take(JsonMapper.shared().readTree(line)).ifPresent(out::println);
                }
            }
        }
    }

    private void summarize() {
        synchronized (board) {
            out.printf("%n%,d alerts became %,d incidents. The largest:%n", board.alerts(), board.count());
            board.largest(LARGEST).forEach(seen -> out.println("  " + seen.line()));
            out.flush();
        }
        System.exit(0);
    }
}
