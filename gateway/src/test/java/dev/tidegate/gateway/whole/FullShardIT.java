package dev.tidegate.gateway.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.Tidegate;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** A sender puts the id of each request into a label: the shard stays within its bound, says so, and others are heard. */
@Tag("slow")
class FullShardIT {
    private static final int MOST = 200;
    private static final Pattern HELD = Pattern.compile("(?m)^tidegate_alerts_held\\{.*\\} ([0-9.]+)$");

    @TempDir
    Path directory = Path.of("replaced");

    @Test
    void aRuleThatExplodesIsToldOfAndHidesNobody() throws IOException {
        Path config = Files.writeString(directory.resolve("tidegate.yaml"), "limits: {alerts: " + MOST + "}\n");
        try (ConfigurableApplicationContext context = Tidegate.run(Map.of(
                "tidegate.data",
                directory.resolve("data").toString(),
                "tidegate.port",
                "0",
                "tidegate.config",
                config.toString(),
                "tidegate.tokens.ingest",
                "ingest-of-these-tests",
                "tidegate.tokens.read",
                "read-of-these-tests"))) {
            SharedGateway gateway = SharedGateway.of(context);
            gateway.await("/actuator/health/readiness", "", answer -> answer.statusCode() == 200);
            for (int from = 0; from < 1_000; from += 100) {
                send(
                        gateway,
                        IntStream.range(from, from + 100)
                                .mapToObj(i ->
                                        "{\"labels\":{\"alertname\":\"SlowRequest\",\"severity\":\"warning\",\"cluster\":\"fra1\","
                                                + "\"host\":\"web" + i % 7 + "\",\"request\":\"" + i + "\"}}")
                                .collect(Collectors.joining(",", "[", "]")));
            }
            JsonNode notice = SharedGateway.json(gateway.await(
                                    "/api/v1/alerts?filter=alertname%3D%22TidegateAlertsLimited%22",
                                    "read", answer -> answer.body().contains("SlowRequest"))
                            .body())
                    .path("items")
                    .path(0);
            assertThat(notice.path("labels").path("limited_alertname").asString(""))
                    .isEqualTo("SlowRequest");
            assertThat(notice.path("labels").path("cluster").asString("")).isEqualTo("fra1");
            assertThat(notice.path("annotations").path("summary").asString(""))
                    .isEqualTo("Not all alerts SlowRequest of site fra1 are shown: there are too many");

            send(
                    gateway,
                    "[{\"labels\":{\"alertname\":\"NodeDown\",\"severity\":\"critical\",\"cluster\":\"fra1\","
                            + "\"host\":\"cmp1\"}}]");
            gateway.await(
                    "/api/v1/alerts?filter=alertname%3D%22NodeDown%22",
                    "read", answer -> answer.body().contains("cmp1"));
            String scraped = gateway.await(
                            "/actuator/prometheus", "read", answer -> limitedByName(answer.body()) >= 800)
                    .body();
            assertThat(held(scraped)).isBetween(140.0, (double) MOST);
            JsonNode incidents = SharedGateway.json(gateway.call("GET", "/api/v1/incidents?site=fra1", "read", "")
                            .body())
                    .path("items");
            assertThat(incidents
                            .valueStream()
                            .map(one -> one.path("title").asString(""))
                            .toList())
                    .as("it stands on the board by itself")
                    .anyMatch(title -> title.startsWith("Tidegate alerts limited"));
        }
    }

    private static double limitedByName(String scraped) {
        return sum(Pattern.compile("(?m)^tidegate_alerts_limited_total\\{.*reason=\"name\".*\\} ([0-9.]+)$"), scraped);
    }

    private static double held(String scraped) {
        return sum(HELD, scraped);
    }

    private static double sum(Pattern sample, String scraped) {
        double sum = 0;
        Matcher matcher = sample.matcher(scraped);
        while (matcher.find()) {
            sum += Double.parseDouble(matcher.group(1));
        }
        return sum;
    }

    private static void send(SharedGateway gateway, String alerts) {
        HttpResponse<String> answer =
                gateway.call("POST", "/api/v2/alerts", "ingest", alerts, "Content-Type", "application/json");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }
}
