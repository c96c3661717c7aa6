package dev.tidegate.gateway.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.embedded.PostgresConnection;
import dev.tidegate.embedded.SharedEmbedded;
import dev.tidegate.gateway.Tidegate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.reactive.function.client.WebClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One gateway for all tests of a JVM, started by the first that asks and gone with the JVM, on the servers that all tests
 * share: to it they are an external Kafka and PostgreSQL. Each test takes a site of its own.
 */
final class SharedGateway {
    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Machines of two tenants; nothing reaches them. */
    private static final String FLEET = """
        machines:
          - {name: acme1, role: compute, tenant: acme}
          - {name: acme2, role: compute, tenant: acme}
          - {name: umbrella1, role: compute, tenant: umbrella}
          - {name: umbrella2, role: compute, tenant: umbrella}
        """;

    private final URI url;

    private final @Nullable PostgresConnection database;

    private SharedGateway(URI url, @Nullable PostgresConnection database) {
        this.url = url;
        this.database = database;
    }

    private static final class Holder {
        static final SharedGateway INSTANCE = start();
    }

    static SharedGateway get() {
        return Holder.INSTANCE;
    }

    private static SharedGateway start() {
        try {
            Path directory = Files.createTempDirectory("tidegate-shared-gateway-");
            PostgresConnection database = SharedEmbedded.get().freshDatabase();
            Map<String, Object> properties = external(database, directory);
            properties.put(
                    "tidegate.fleet",
                    Files.writeString(directory.resolve("fleet.yaml"), FLEET).toString());
            ConfigurableApplicationContext context = Tidegate.run(properties);
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> discard(directory)));
            SharedGateway gateway = new SharedGateway(url(context), database);
            gateway.await("/actuator/health/readiness", "", answer -> answer.statusCode() == 200);
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A gateway that the test has started, and stops, by itself. */
    static SharedGateway of(ConfigurableApplicationContext context) {
        return new SharedGateway(url(context), null);
    }

    private static URI url(ConfigurableApplicationContext context) {
        int port = Objects.requireNonNull(((WebServerApplicationContext) context).getWebServer())
                .getPort();
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What a gateway is told that runs on servers of others. */
    static Map<String, Object> external(PostgresConnection database, Path directory) {
        Map<String, Object> kafka = new LinkedHashMap<>(SharedEmbedded.get().kafkaClientProperties());
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("tidegate.kafka", Objects.requireNonNull(kafka.remove("bootstrap.servers")));
        kafka.forEach((key, value) -> properties.put("tidegate.kafka-client[" + key + "]", value));
        properties.put(
                "tidegate.postgres",
                "postgres://%s:%s@%s:%d/%s"
                        .formatted(
                                database.user(),
                                database.password(),
                                database.host(),
                                database.port(),
                                database.database()));
        properties.put("tidegate.data", directory.toString());
        properties.put("tidegate.port", 0);
        properties.put("tidegate.tokens.admin", "admin-of-these-tests");
        properties.put("tidegate.tokens.read", "read-of-these-tests");
        properties.put("tidegate.tokens.ingest", "ingest-of-these-tests");
        return properties;
    }

    private static void discard(Path directory) {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it keeps what it knows; of the gateway that all share only. */
    PostgresConnection database() {
        return Objects.requireNonNull(database);
    }

    /** Lines of a stream that never ends, up to and with the first that is as wanted. */
    List<String> linesUntil(String path, String authorization, Predicate<String> last) {
        return WebClient.create()
                .get()
                .uri(url.resolve(path))
                .header("Authorization", authorization)
                .header("Accept", "application/x-ndjson")
                .retrieve()
                .bodyToFlux(String.class)
                .takeUntil(last)
                .collectList()
                .blockOptional(BOUND)
                .orElseThrow();
    }

    /** @param role whose token is shown; empty for none */
    HttpResponse<String> call(String method, String path, String role, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url.resolve(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(20));
        if (!role.isEmpty()) {
            request.header("Authorization", "Bearer " + role + "-of-these-tests");
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Gives each line of a stream that never ends to a consumer, until the future is cancelled or the gateway goes. */
    CompletableFuture<Void> follow(String path, String role, Consumer<String> lines) {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
                .header("Accept", "application/x-ndjson")
                .header("Authorization", "Bearer " + role + "-of-these-tests")
                .build();
        return HTTP.sendAsync(request, HttpResponse.BodyHandlers.ofLines()).thenAcceptAsync(answer -> {
            try (Stream<String> all = answer.body()) {
                all.forEach(lines);
            }
        });
    }

    /** Asks until the answer is as wanted. */
    HttpResponse<String> await(String path, String role, Predicate<HttpResponse<String>> wanted) {
        Instant deadline = Instant.now().plus(BOUND);
        HttpResponse<String> answer = call("GET", path, role, "");
        while (!wanted.test(answer)) {
            assertThat(Instant.now()).as("%s: %s", path, answer.body()).isBefore(deadline);
            answer = call("GET", path, role, "");
        }
        return answer;
    }

    /** An incident of one alert at a site of its own; gives its id. */
    String incident(String site) {
        HttpResponse<String> sent = call(
                "POST",
                "/api/v2/alerts",
                "ingest",
                "[{\"labels\":{\"alertname\":\"NodeDown\",\"host\":\"n1\",\"cluster\":\"" + site + "\"}}]",
                "Content-Type",
                "application/json");
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
        String page = await(
                        "/api/v1/incidents?site=" + site,
                        "read",
                        answer -> answer.body().contains("\"id\""))
                .body();
        return json(page).path("items").path(0).path("id").asString("");
    }

    static JsonNode json(String text) {
        return JSON.readTree(text);
    }
}
