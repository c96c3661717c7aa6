package dev.tidegate.gateway.whole;

import dev.tidegate.elasticsearch.ElasticsearchNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ships logs of nodes into an Elasticsearch four times a second, as their agents would; what it cannot ship is lost. One line
 * in eight is an error.
 */
final class Shipper implements AutoCloseable {
    private static final String MAPPING = """
            {"settings": {"number_of_replicas": 0}, "mappings": {"properties": {
              "@timestamp": {"type": "date"}, "host": {"type": "keyword"}, "level": {"type": "keyword"}}}}""";
    private static final int MORE = 30;
    private static final Duration STEP = Duration.ofMillis(250);

    private final HttpClient http = HttpClient.newHttpClient();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    private final URI node;
    private final String index;
    private final List<String> hosts;
    private final AtomicInteger shipped = new AtomicInteger();
    private volatile Set<String> worse = Set.of();

    /** Begins with the logs of the last while. */
    Shipper(ElasticsearchNode node, String index, List<String> hosts, Duration past) throws IOException {
        this.node = node.address();
        this.index = index;
        this.hosts = hosts;
        send("PUT", "/" + index, MAPPING);
        StringBuilder lines = new StringBuilder();
        Instant now = Instant.now();
        for (Instant at = now.minus(past); at.isBefore(now); at = at.plus(STEP)) {
            lines(lines, at);
        }
        ship(lines);
    }

    void start() {
        var unused = clock.scheduleAtFixedRate(this::shipNow, 0, STEP.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** From now on these hosts have {@value #MORE} more errors in each batch. */
    void worse(Set<String> ones) {
        worse = Set.copyOf(ones);
    }

    private void shipNow() {
        StringBuilder lines = new StringBuilder();
        lines(lines, Instant.now());
        try {
            ship(lines);
        } catch (IOException away) {
            return; // the node is killed, which is what this is for
        }
    }

    private void lines(StringBuilder out, Instant at) {
        int number = shipped.incrementAndGet();
        for (String host : hosts) {
            line(out, at, host, number % 8 == 0 ? "ERROR" : "INFO");
            for (int i = 0; worse.contains(host) && i < MORE; i++) {
                line(out, at, host, "ERROR");
            }
        }
    }

    private void line(StringBuilder out, Instant at, String host, String level) {
        out.append("{\"index\":{\"_index\":\"").append(index).append("\"}}\n");
        out.append("{\"@timestamp\":\"").append(at).append("\",\"host\":\"").append(host);
        out.append("\",\"level\":\"").append(level).append("\"}\n");
    }

    private void ship(StringBuilder lines) throws IOException {
        send("POST", "/_bulk?refresh=true", lines.toString());
    }

    private void send(String method, String path, String body) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(node.resolve(path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(20))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() >= 300 || answer.body().contains("\"errors\":true")) {
                throw new IOException(answer.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
        http.shutdownNow();
    }
}
