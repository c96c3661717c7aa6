package dev.tidegate.fleet.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A gateway's HTTP API, for whoever's token is given. */
public final class Api implements AutoCloseable {
    public static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final String base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    public Api(URI gateway) {
        this.base = gateway.toString().replaceAll("/+$", "") + "/api/v1";
    }

    /** What a gateway answered. */
    public record Answer(int status, JsonNode body) {
        public boolean isGood() {
            return status >= 200 && status < 300;
        }

        /** The words of a refusal. */
        public String words() {
            String detail = body.path("detail").asString("");
            return status + (detail.isEmpty() ? " " + body.path("title").asString(body.toString()) : " " + detail);
        }
    }

    public JsonNode get(String token, String path) throws IOException, InterruptedException, DemoFailedException {
        return good("GET " + path, send(request(token, path).GET().build()));
    }

    public JsonNode post(String token, String path, JsonNode body)
            throws IOException, InterruptedException, DemoFailedException {
        return good("POST " + path, tryPost(token, path, body));
    }

    public Answer tryPost(String token, String path, JsonNode body) throws IOException, InterruptedException {
        return send(request(token, path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body.toString()))
                .build());
    }

    /** Lines of JSON as they come; ends when it is closed. */
    InputStream stream(String token, String path) throws IOException, InterruptedException, DemoFailedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "application/x-ndjson")
                .build();
        HttpResponse<InputStream> answer = http.send(request, BodyHandlers.ofInputStream());
        if (answer.statusCode() != 200) {
            answer.body().close();
            throw new DemoFailedException("GET " + path + " answered " + answer.statusCode());
        }
        return answer.body();
    }

    private HttpRequest.Builder request(String token, String path) {
        return HttpRequest.newBuilder(URI.create(base + path))
                .timeout(ANSWER)
                .header("Accept", "application/json")
                .header("Authorization", "Bearer " + token);
    }

    private Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
        String body = answer.body();
        try {
            return new Answer(answer.statusCode(), JSON.readTree(body.isBlank() ? "{}" : body));
        } catch (JacksonException e) {
            throw new IOException(request.uri() + " answered " + answer.statusCode() + " and no JSON: " + body, e);
        }
    }

    /** What was answered; throws with the words of a refusal. */
    public static JsonNode good(String what, Answer answer) throws DemoFailedException {
        if (!answer.isGood()) {
            throw new DemoFailedException(what + " answered " + answer.words());
        }
        return answer.body();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }
}
