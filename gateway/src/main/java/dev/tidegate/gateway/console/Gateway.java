package dev.tidegate.gateway.console;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running gateway, as an administrator reaches it. */
final class Gateway {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_WITHIN).build();
    private final URI url;
    private final String token;

    private Gateway(URI url, String token) {
        this.url = url;
        this.token = token;
    }

    /** By {@code --url} or the data directory; with TIDEGATE_ADMIN_TOKEN or the token in the data directory. */
    static Gateway of(Words words, Map<String, String> environment) throws IOException {
        Path data = Path.of(words.option("data").orElse("data"));
        String url = words.option("url").isPresent()
                ? words.required("url")
                : read(
                        data.resolve("url"),
                        "no gateway has run on " + data.toAbsolutePath().normalize()
                                + "; name its directory with --data, or where it is with --url");
        String token = environment.getOrDefault("TIDEGATE_ADMIN_TOKEN", "");
        if (token.isEmpty()) {
            token = read(
                    data.resolve("tokens/admin"),
                    "there is no token in "
                            + data.resolve("tokens/admin").toAbsolutePath().normalize()
                            + "; put an administrator's into TIDEGATE_ADMIN_TOKEN");
        }
        if (!url.matches("https?://[^/?#\\s]+/?")) {
            throw new WrongCallException("--url wants http://HOST:PORT, not \"" + url + "\"");
        }
        return new Gateway(URI.create(url), token);
    }

    private static String read(Path file, String missing) throws IOException {
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            throw new RefusedException(missing);
        }
    }

    /** What it answers. A refusal is thrown in the gateway's own words. */
    JsonNode call(String method, String path, Object body) throws IOException, InterruptedException {
        HttpRequest.BodyPublisher sent = body.equals("")
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
        try (InputStream answer = send(method, path, "application/json", sent)) {
            byte[] bytes = answer.readAllBytes();
            return bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
        }
    }

    JsonNode get(String path) throws IOException, InterruptedException {
        return call("GET", path, "");
    }

    /** A stream of lines of JSON. */
    InputStream lines(String path) throws IOException, InterruptedException {
        return send("GET", path, "application/x-ndjson", HttpRequest.BodyPublishers.noBody());
    }

    private InputStream send(String method, String path, String accept, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve(path))
                .method(method, body)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .header("Accept", accept + ", application/problem+json")
                .timeout(ANSWER_WITHIN)
                .build();
        HttpResponse<InputStream> answer;
        try {
            answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        } catch (IOException e) {
            throw new IOException("no gateway answers at " + url + ": " + e, e);
        }
        if (answer.statusCode() >= 400) {
            try (InputStream problem = answer.body()) {
                throw new RefusedException(reason(answer.statusCode(), problem.readAllBytes()));
            }
        }
        return answer.body();
    }

    private static String reason(int status, byte[] problem) {
        try {
            JsonNode document = JSON.readTree(problem);
            StringBuilder out = new StringBuilder(document.path("detail").asString("it answered " + status));
            if (document.path("errors").size() > 1) {
                document.path("errors")
                        .forEach(error -> out.append("\n  ")
                                .append(error.path("parameter").asString(""))
                                .append(": ")
                                .append(error.path("detail").asString("")));
            }
            return out.toString();
        } catch (JacksonException notOurs) {
            return "it answered " + status + ", and not as a Tidegate does";
        }
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
