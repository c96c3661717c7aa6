package dev.tidegate.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole process on a directory of its own: what comes in is there, also after a stop and a start. */
@Tag("slow")
class TidegateIT {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    Path data = Path.of("replaced");

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void anAlertBecomesAnIncidentAndStaysOne() throws IOException, InterruptedException {
        String before;
        try (ConfigurableApplicationContext first = start()) {
            String ready = await(first, "/actuator/health/readiness", "", "\"UP\"");
            assertThat(ready).doesNotContain("waitingFor");
            assertThat(send(first, "POST", "/api/v2/alerts", token("ingest"), """
                            [{"labels": {"alertname": "GaleraServiceDown", "host": "dbs01", "severity": "minor"}}]""")
                            .statusCode())
                    .isEqualTo(200);
            before = await(first, "/api/v1/incidents", token("read"), "GaleraServiceDown");
            assertThat(before).contains("\"alertCount\":1").contains("\"nodes\":[\"dbs01\"]");
            assertThat(get(first, "/api/v1/incidents", token("ingest")).statusCode())
                    .isEqualTo(403);
            assertThat(get(first, "/api/v1/incidents", "").headers().firstValue("WWW-Authenticate"))
                    .isPresent();
            assertThat(get(first, "/actuator/prometheus", token("read")).body())
                    .contains("tidegate_ingest_accepted_total{format=\"alertmanager-v2\"} 1.0")
                    .contains("tidegate_shard_lag");
            assertThat(get(first, "/v3/api-docs", token("read")).body())
                    .contains("/api/v1/incidents/stream", "postAlerts", "postGrafanaWebhook", "postAlertaAlert");
            assertThat(get(first, "/nowhere", token("read")).statusCode()).isEqualTo(404);
        }
        try (ConfigurableApplicationContext second = start()) {
            String after = await(second, "/api/v1/incidents", token("read"), "GaleraServiceDown");
            assertThat(id(after)).isEqualTo(id(before));
        }
    }

    private ConfigurableApplicationContext start() {
        return Tidegate.run(Map.of("tidegate.data", data.resolve("data").toString(), "tidegate.port", "0"));
    }

    private String token(String role) throws IOException {
        return Files.readString(data.resolve("data/tokens").resolve(role));
    }

    private static String id(String page) {
        return page.replaceFirst("(?s).*?\"id\":\"([^\"]+)\".*", "$1");
    }

    /** The body, once it is a 200 that contains a text. */
    private String await(ConfigurableApplicationContext at, String path, String token, String text)
            throws IOException, InterruptedException {
        Instant deadline = Instant.now().plus(BOUND);
        HttpResponse<String> last = get(at, path, token);
        while (last.statusCode() != 200 || !last.body().contains(text)) {
            assertThat(Instant.now()).as("%s: %s", path, last.body()).isBefore(deadline);
            last = get(at, path, token);
        }
        return last.body();
    }

    private HttpResponse<String> get(ConfigurableApplicationContext at, String path, String token)
            throws IOException, InterruptedException {
        return send(at, "GET", path, token, "");
    }

    private HttpResponse<String> send(
            ConfigurableApplicationContext at, String method, String path, String token, String body)
            throws IOException, InterruptedException {
        int port = Objects.requireNonNull(((WebServerApplicationContext) at).getWebServer())
                .getPort();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(10));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
