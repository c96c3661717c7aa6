package dev.tidegate.storm.score;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The grouping that a running gateway has made: every page of {@code /api/v1/incidents} ({@code items} and {@code
 * next}), and the {@code members} of each incident, by their {@code fingerprint}.
 */
final class IncidentsApi {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int PAGE = 200;

    private final String base;
    private final Optional<String> token;

    IncidentsApi(URI server, Optional<String> token) {
        this.base = server.toString().replaceAll("/+$", "") + "/api/v1/incidents";
        this.token = token;
    }

    /** Fingerprint to incident; an alert that is in several counts for the one listed first. */
    Map<String, String> read() throws IOException, InterruptedException {
        Map<String, String> grouping = new HashMap<>();
        try (HttpClient client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()) {
            String cursor = "";
            do {
                JsonNode page = get(client, base + "?limit=" + PAGE + cursor);
                for (JsonNode incident : page.path("items")) {
                    String id = incident.path("id").asString("");
                    for (JsonNode member : get(client, base + "/" + encode(id)).path("members")) {
                        grouping.putIfAbsent(member.path("fingerprint").asString(""), id);
                    }
                }
                cursor = next(page).map(after -> "&cursor=" + encode(after)).orElse("");
            } while (!cursor.isEmpty());
        }
        return grouping;
    }

    private static Optional<String> next(JsonNode page) {
        JsonNode next = page.path("next").isString() ? page.path("next") : page.path("nextCursor");
        return next.isString() && !next.stringValue().isEmpty() ? Optional.of(next.stringValue()) : Optional.empty();
    }

    private JsonNode get(HttpClient client, String url) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "application/json");
        token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
        HttpResponse<String> answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("%s answered %d".formatted(url, answer.statusCode()));
        }
        try {
            return JSON.readTree(answer.body());
        } catch (JacksonException e) {
            throw new IOException("%s did not answer with JSON: %s".formatted(url, e.getOriginalMessage()), e);
        }
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
