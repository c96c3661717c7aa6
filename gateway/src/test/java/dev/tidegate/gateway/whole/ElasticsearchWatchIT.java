package dev.tidegate.gateway.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.elasticsearch.ElasticsearchNode;
import dev.tidegate.embedded.SharedEmbedded;
import dev.tidegate.gateway.Tidegate;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An engineer watches the logs of a change in a real Elasticsearch, which is killed and brought back meanwhile. */
@Tag("slow")
class ElasticsearchWatchIT {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final String POLICY = """
            name: logs
            interval: 1s
            snapshot: 20s
            ask: 3s
            exposure: {duration: 3s, rounds: 3}
            signals:
              - name: errors
                elasticsearch: {server: logs, index: 'app-*', query: 'level:(ERROR OR CRITICAL)', node_field: host}
                limit: {value: 40, rounds: 2}
                compare: {relative: 100%, absolute: 1}
              - name: failed-share
                elasticsearch: {server: logs, index: 'app-*', query: 'level:ERROR', total: 'level:*', node_field: host}
                compare: {relative: 100%, absolute: 0.2}
            """;

    @TempDir
    Path directory = Path.of("replaced");

    private final List<JsonNode> stream = new CopyOnWriteArrayList<>();
    private final Semaphore arrived = new Semaphore(0);

    @Test
    void aNodeThatDiesHoldsTheVerdictAndNeverPullsBack() throws IOException {
        try (ElasticsearchNode node = ElasticsearchNode.open();
                Shipper shipper = new Shipper(node, "app-1", List.of("web1", "web2", "web3"), Duration.ofSeconds(40));
                ConfigurableApplicationContext context = Tidegate.run(properties(node))) {
            SharedGateway gateway = SharedGateway.of(context);
            gateway.await("/actuator/health/readiness", "", answer -> answer.statusCode() == 200);
            shipper.start();
            String watch = open(gateway);
            CompletableFuture<Void> reading =
                    gateway.follow("/api/v1/watches/" + watch + "/stream", "read", this::take);

            JsonNode healthy = awaitFrame("healthy", frame -> true);
            assertThat(signal(healthy, 0).path("watched").path("values")).hasSize(2);
            assertThat(signal(healthy, 1).path("watched").path("totals").path(0).asDouble())
                    .as("lines of a second")
                    .isBetween(2.0, 6.0);

            int before = frames().size();
            node.kill();
            JsonNode held = awaitFrame("inconclusive", frame -> isEvidence(frame, "query-error"));
            assertThat(held.path("verdict").path("doubt").asString("")).isEqualTo("evidence");
            assertThat(held.path("verdict").path("reason").asString("")).contains("errors");
            await("asked");
            assertThat(frames().size()).as("frames go on").isGreaterThan(before);

            node.start();
            await("answered");
            awaitFrame("healthy", frame -> isEvidence(frame, "values"));
            assertThat(stream).as("never because nothing was known").noneMatch(ElasticsearchWatchIT::isUnhealthy);

            shipper.worse(Set.of("web1", "web2"));
            JsonNode unhealthy = awaitFrame("unhealthy", frame -> true);
            assertThat(unhealthy.path("verdict").path("signal").asString("")).isNotEmpty();
            assertThat(numbers()).as("numbers rise").isSorted().doesNotHaveDuplicates();
            reading.cancel(true);
        }
    }

    private void take(String line) {
        stream.add(SharedGateway.json(line));
        arrived.release();
    }

    private Map<String, Object> properties(ElasticsearchNode node) {
        Map<String, Object> properties =
                SharedGateway.external(SharedEmbedded.get().freshDatabase(), directory);
        properties.put("tidegate.servers.logs.kind", "elasticsearch");
        properties.put("tidegate.servers.logs.url", node.address().toString());
        return properties;
    }

    private static String open(SharedGateway gateway) {
        String body = JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "name",
                        "new release",
                        "policy",
                        POLICY,
                        "watched",
                        List.of("web1", "web2"),
                        "control",
                        List.of("web3")));
        HttpResponse<String> answer =
                gateway.call("POST", "/api/v1/watches", "admin", body, "Content-Type", "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return SharedGateway.json(answer.body()).path("id").asString("");
    }

    private static boolean isUnhealthy(JsonNode line) {
        return line.path("data").path("verdict").path("verdict").asString("").equals("unhealthy");
    }

    private static JsonNode signal(JsonNode frame, int number) {
        return frame.path("signals").path(number);
    }

    private static boolean isEvidence(JsonNode frame, String kind) {
        return signal(frame, 0).path("watched").path("evidence").asString("").equals(kind)
                && signal(frame, 1)
                        .path("watched")
                        .path("evidence")
                        .asString("")
                        .equals(kind);
    }

    private List<JsonNode> of(String event) {
        return stream.stream()
                .filter(line -> line.path("event").asString("").equals(event))
                .map(line -> line.path("data"))
                .toList();
    }

    private List<JsonNode> frames() {
        return of("frame");
    }

    private List<Long> numbers() {
        return frames().stream().map(frame -> frame.path("seq").asLong()).toList();
    }

    private void await(String event) {
        until("event " + event, () -> !of(event).isEmpty());
    }

    /** The latest frame, as soon as it is as wanted. */
    private JsonNode awaitFrame(String verdict, Predicate<JsonNode> wanted) {
        Predicate<JsonNode> both =
                frame -> frame.path("verdict").path("verdict").asString("").equals(verdict) && wanted.test(frame);
        until("a frame that is " + verdict, () -> !frames().isEmpty() && both.test(frames().getLast()));
        return frames().reversed().stream().filter(both).findFirst().orElseThrow();
    }

    private void until(String what, BooleanSupplier there) {
        Instant deadline = Instant.now().plus(BOUND);
        while (!there.getAsBoolean()) {
            assertThat(Instant.now())
                    .as("%s; the last line is %s", what, stream.isEmpty() ? "none" : stream.getLast())
                    .isBefore(deadline);
            try {
                // whether one came or not, the deadline decides
                boolean unused = arrived.tryAcquire(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
