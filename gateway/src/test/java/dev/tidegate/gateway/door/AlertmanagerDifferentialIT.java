package dev.tidegate.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.alertmanager.AlertmanagerConfig;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The same requests to a real Alertmanager 0.25 and to us; what differs but times and random ids is a fault. */
@Tag("peer")
class AlertmanagerDifferentialIT {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
    /** Told by newer Alertmanagers, and wanted by their clients. */
    private static final Set<String> NEWER = Set.of("mutedBy");

    @TempDir
    static Path directory;

    private static House house;
    private static Process peer;
    private static String peerUrl;

    @BeforeAll
    static void start() throws Exception {
        house = new House(
                new Town(), AlertmanagerConfig.BUILT_IN, () -> Mono.just(Flux.never()), Duration.ofSeconds(15));
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        Path config = Files.writeString(directory.resolve("am.yml"), AlertmanagerConfig.BUILT_IN.shown());
        peerUrl = "http://127.0.0.1:" + port;
        try {
            peer = new ProcessBuilder(
                            "prometheus-alertmanager",
                            "--config.file=" + config,
                            "--storage.path=" + directory.resolve("data"),
                            "--web.listen-address=127.0.0.1:" + port,
                            "--cluster.listen-address=")
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("am.log").toFile())
                    .start();
        } catch (IOException e) {
            throw new AssertionError("Alertmanager is missing; install Debian's prometheus-alertmanager", e);
        }
        Mono.fromCallable(() -> call(peerUrl, "GET", "/-/ready", "", "").statusCode() == 200)
                .subscribeOn(reactor.core.scheduler.Schedulers.boundedElastic())
                .retryWhen(reactor.util.retry.Retry.fixedDelay(100, Duration.ofMillis(100)))
                .block(Duration.ofSeconds(20));
        String alerts = """
                [{"labels":{"alertname":"A","host":"h1","job":"z"},"annotations":{"s":"x"}},
                 {"labels":{"alertname":"A","host":"h2","job":"b"}},
                 {"labels":{"alertname":"A","host":"h3"}},
                 {"labels":{"alertname":"B","cluster":"c","service":"s"}},
                 {"labels":{"alertname":"B","cluster":"c","service":"t","u":"ö\\"q"}}]
                """;
        both("POST", "/api/v2/alerts", alerts, "application/json");
        // Alertmanager looks at new alerts in its own time
        Mono.fromCallable(() -> call(peerUrl, "GET", "/api/v2/alerts/groups", "", ""))
                .subscribeOn(reactor.core.scheduler.Schedulers.boundedElastic())
                .filter(response -> JSON.readTree(response.body()).size() == 3
                        && !response.body().contains("unprocessed"))
                .repeatWhenEmpty(100, again -> again.delayElements(Duration.ofMillis(100)))
                .block(Duration.ofSeconds(20));
    }

    @AfterAll
    static void stop() {
        peer.destroy();
        house.close();
    }

    private static HttpResponse<String> call(String url, String method, String path, String body, String type)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!type.isEmpty()) {
            request.header("Content-Type", type);
        }
        return HTTP.send(request.build(), BodyHandlers.ofString());
    }

    private static void both(String method, String path, String body, String type) throws Exception {
        HttpResponse<String> theirs = call(peerUrl, method, path, body, type);
        HttpResponse<String> ours = call(house.url(), method, path, body, type);
        String what = method + " " + path + " " + body;
        assertThat(ours.statusCode()).as(what + "\n" + ours.body()).isEqualTo(theirs.statusCode());
        assertThat(plain(ours.body())).as(what).isEqualTo(plain(theirs.body()));
    }

    private static Object plain(String body) {
        return body.isEmpty() ? "" : plain(JSON.readTree(body));
    }

    /** Without times and random ids. */
    private static JsonNode plain(JsonNode node) {
        if (node instanceof ObjectNode object) {
            ObjectNode out = JSON.createObjectNode();
            for (var field : object.properties()) {
                if (!NEWER.contains(field.getKey())) {
                    boolean random = field.getKey().endsWith("At")
                            || UUID.matcher(field.getValue().asString("")).matches();
                    out.set(field.getKey(), random ? JSON.getNodeFactory().stringNode("*") : plain(field.getValue()));
                }
            }
            return out;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode out = JSON.createArrayNode();
            array.forEach(one -> out.add(plain(one)));
            return out;
        }
        return node;
    }

    @Test
    void listsAndGroups() throws Exception {
        for (String path : new String[] {
            "/api/v2/alerts",
            "/api/v2/alerts?filter=alertname%3DA",
            "/api/v2/alerts?filter=alertname%3D%22A%22&filter=host!%3Dh1",
            "/api/v2/alerts?filter=host%3D~%22h.%22",
            "/api/v2/alerts?filter=host%3D",
            "/api/v2/alerts?filter=host!%3D%22%22",
            "/api/v2/alerts?active=false",
            "/api/v2/alerts?active=maybe",
            "/api/v2/alerts?receiver=def.*",
            "/api/v2/alerts?receiver=def",
            "/api/v2/alerts/groups",
            "/api/v2/alerts/groups?filter=alertname%3DA",
            "/api/v2/alerts/groups?receiver=none",
            "/api/v2/receivers",
            "/api/v2/alerts?receiver=((",
            "/api/v2/silences?filter=q!%3Dx",
            "/api/v2/silence/abc",
            "/api/v2/silence/6d2e5e8e-0000-4000-8000-000000000000",
            "/api/v2/nope"
        }) {
            both("GET", path, "", "");
        }
        both("DELETE", "/api/v2/silence/abc", "", "");
    }

    @Test
    void silencesThatAreRefused() throws Exception {
        String times = "\"startsAt\":\"2020-01-01T00:00:00Z\",\"endsAt\":\"2099-01-01T00:00:00Z\"";
        String who = "\"createdBy\":\"me\",\"comment\":\"c\"";
        for (String body : new String[] {
            "{\"matchers\":[]," + times + "," + who + "}",
            "{" + times + "," + who + "}",
            "{\"matchers\":[{\"name\":\"a\",\"value\":\"\",\"isRegex\":false}]," + times + "," + who + "}",
            "{\"matchers\":[{\"name\":\"a\",\"value\":\".*\",\"isRegex\":true}]," + times + "," + who + "}",
            "{\"matchers\":[{\"name\":\"a\",\"value\":\"(\",\"isRegex\":true}]," + times + "," + who + "}",
            "{\"matchers\":[{\"name\":\"\",\"value\":\"b\",\"isRegex\":false}]," + times + "," + who + "}",
            "{\"matchers\":[{\"name\":\"a\",\"value\":\"b\"}]," + times + "," + who + "}",
            "{\"matchers\":[{\"name\":\"a\",\"value\":\"b\",\"isRegex\":false}]," + times + ",\"createdBy\":\"me\"}",
            "{\"matchers\":[{\"name\":\"a\",\"value\":\"b\",\"isRegex\":false}],\"startsAt\":\"2098-01-01T00:00:00Z\","
                    + "\"endsAt\":\"2097-01-01T00:00:00Z\"," + who + "}",
            "{\"matchers\":[{\"name\":\"a\",\"value\":\"b\",\"isRegex\":false}],\"startsAt\":\"2018-01-01T00:00:00Z\","
                    + "\"endsAt\":\"2019-01-01T00:00:00Z\"," + who + "}",
            "{\"id\":\"6d2e5e8e-0000-4000-8000-000000000000\",\"matchers\":[{\"name\":\"a\",\"value\":\"b\",\"isRegex\":false}],"
                    + times + "," + who + "}"
        }) {
            both("POST", "/api/v2/silences", body, "application/json");
        }
        both("POST", "/api/v2/silences", "x", "text/plain");
    }
}
