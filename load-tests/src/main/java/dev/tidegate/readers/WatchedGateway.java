package dev.tidegate.readers;

import dev.tidegate.crash.GatewayProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** A gateway with one watch, as its readers and its operator see it. */
final class WatchedGateway {
    private static final int NODES = 100;
    private static final int SIGNALS = 10;
    private static final Duration GONE_WITHIN = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI url;
    private final String watch;

    private WatchedGateway(HttpClient http, URI url, String watch) {
        this.http = http;
        this.url = url;
        this.watch = watch;
    }

    /** Opens the watch at a gateway that knows a Prometheus by the name of made-up. */
    static WatchedGateway open(HttpClient http, URI url) throws IOException, InterruptedException {
        String policy = IntStream.range(0, SIGNALS)
                .mapToObj("""
                          - name: signal-%1$d
                            prometheus: {server: made-up, query: 'signal_%1$d{node=~"$nodes"}', label: node}
                            limit: 1000
                            compare: {relative: 50%%}
                        """::formatted)
                .collect(Collectors.joining(
                        "",
                        "name: readers\ninterval: 250ms\nsnapshot: 30s\nexposure: {duration: 5s, rounds: 5}\nsignals:\n",
                        ""));
        String body = JsonMapper.shared()
                .writeValueAsString(Map.of("policy", policy, "watched", nodes("cmp"), "control", nodes("ctl")));
        HttpResponse<String> answer = http.send(
                request(url, "/api/v1/watches", "ADMIN")
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException("the watch was not opened: " + answer.body());
        }
        String id = JsonMapper.shared().readTree(answer.body()).path("id").asString("");
        return new WatchedGateway(http, url, id);
    }

    /** Begins to read the watch's stream. */
    Reader reader(@Nullable CountDownLatch stallsUntil) {
        Reader reader = new Reader(
                http,
                request(url, "/api/v1/watches/" + watch + "/stream", "READ")
                        .header("Accept", "text/event-stream")
                        .build(),
                stallsUntil);
        Thread unused = Thread.ofVirtual().start(reader);
        return reader;
    }

    /** What it has counted by now. */
    Lateness counted() throws IOException, InterruptedException {
        return Lateness.read(
                http.send(request(url, "/actuator/prometheus", "READ").build(), HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    /** Until it has noticed that all readers but one have gone. */
    void awaitQuiet() throws IOException, InterruptedException {
        long deadline = System.nanoTime() + GONE_WITHIN.toNanos();
        while (counted().readers() > 1) {
            if (System.nanoTime() > deadline) {
                throw new IOException("readers that have hung up are still counted after " + GONE_WITHIN.toSeconds()
                        + " s: " + Math.round(counted().readers()));
            }
            TimeUnit.MILLISECONDS.sleep(250);
        }
    }

    private static List<String> nodes(String prefix) {
        return IntStream.range(0, NODES)
                .mapToObj(i -> String.format(Locale.ROOT, "%s%03d", prefix, i))
                .toList();
    }

    private static HttpRequest.Builder request(URI url, String path, String role) {
        return HttpRequest.newBuilder(url.resolve(path))
                .header("Authorization", "Bearer " + GatewayProcess.token(role));
    }
}
