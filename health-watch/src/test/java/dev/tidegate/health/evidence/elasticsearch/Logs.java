package dev.tidegate.health.evidence.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.elasticsearch.ElasticsearchNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Writes documents into a real node, as a log shipper would. */
final class Logs implements AutoCloseable {
    static final String MAPPING = """
            {"settings": {"number_of_replicas": 0, "number_of_shards": %d}, "mappings": {"properties": {
              "@timestamp": {"type": "date"}, "host": {"type": "keyword"}, "level": {"type": "keyword"},
              "message": {"type": "text"}, "status": {"type": "%s"}}}}""";

    private final ElasticsearchNode node;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> bulk = new ArrayList<>();

    Logs(ElasticsearchNode node) {
        this.node = node;
    }

    void index(String name, int shards, String typeOfStatus) {
        send("PUT", "/" + name, MAPPING.formatted(shards, typeOfStatus));
    }

    Logs add(String index, Instant at, String host, String level) {
        return add(index, at, host, level, "200");
    }

    Logs add(String index, Instant at, String host, String level, String status) {
        bulk.add("{\"index\": {\"_index\": \"" + index + "\"}}");
        bulk.add("{\"@timestamp\": \"" + at + "\", \"host\": \"" + host + "\", \"level\": \"" + level
                + "\", \"status\": \"" + status + "\", \"message\": \"something\"}");
        return this;
    }

    void ship() {
        String answer = send("POST", "/_bulk?refresh=true", String.join("\n", bulk) + "\n");
        assertThat(answer).contains("\"errors\":false");
        bulk.clear();
    }

    String send(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(node.address().resolve(path))
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isLessThan(300);
            return response.body();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        http.close();
        node.close();
    }
}
