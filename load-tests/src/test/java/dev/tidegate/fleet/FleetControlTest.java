package dev.tidegate.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A fleet that is broken and mended from outside, and the record of what its nodes were told. */
@Timeout(60)
class FleetControlTest {
    private static final String WANTED = "a".repeat(40);
    private static final String ORDER = """
            [{"client": "local_async", "fun": "state.apply", "tgt": ["ctl001", "stor002"], "tgt_type": "list",
              "jid": "20050101000000000001", "kwarg": {"pillar": {"tidegate": {"revision": "%1$s"}}},
              "metadata": {"tidegate": "r1.1", "rollout": "r1", "direction": "forward", "revision": "%1$s", "epoch": 3}}]
            """.formatted(WANTED);

    @TempDir
    private Path directory;

    private final SimulatedFleet fleet = new SimulatedFleet(FleetSpec.quick(3, "0".repeat(40)));
    private SaltApi salt;
    private FleetControl control;

    @BeforeEach
    void start() throws IOException {
        salt = new SaltApi(fleet, 0, OrderBook.in(directory.resolve("record")));
        control = new FleetControl(fleet, salt, 0);
    }

    @AfterEach
    void stop() {
        control.close();
        salt.close();
    }

    @Test
    void nodesDieAndComeBackAndHaveWhatTheyAreGiven() throws Exception {
        assertThat(control("nodes/ctl001/die").statusCode()).isEqualTo(200);
        assertThat(fleet.node("ctl001").isAlive()).isFalse();
        control("nodes/ctl001/revive");
        control("nodes/ctl001/become/" + WANTED);
        assertThat(fleet.node("ctl001").isAlive()).isTrue();

        JsonNode nodes = JsonMapper.shared()
                .readTree(get(control.uri().resolve("/nodes")).body());

        assertThat(nodes).hasSize(3);
        assertThat(nodes.path(0).path("name").stringValue()).isEqualTo("ctl001");
        assertThat(nodes.path(0).path("revision").stringValue()).isEqualTo(WANTED);
    }

    @Test
    void whatItDoesNotKnowIsSaid() throws Exception {
        assertThat(control("nodes/ctl001/dance").body()).contains("nothing is known of /nodes/ctl001/dance");
        assertThat(control("nodes/nobody/die").statusCode()).isEqualTo(400);
        assertThat(control("").statusCode()).isEqualTo(400);
    }

    @Test
    void aJobThatIsSentTwiceIsToldTwiceAndRunsOnce() throws Exception {
        String token = token();
        fleet.node("stor002").die();
        order(token);
        order(token);
        while (fleet.node("ctl001").runs() == 0) {
            Thread.onSpinWait();
        }

        assertThat(Files.readString(directory.resolve("record"))
                        .lines()
                        .map(line -> JsonMapper.shared().readTree(line))
                        .filter(line -> line.path("what").stringValue().equals("told"))
                        .map(line -> line.path("node").stringValue() + " "
                                + line.path("order").stringValue()))
                .containsExactly("ctl001 r1.1", "stor002 r1.1", "ctl001 r1.1", "stor002 r1.1");
        assertThat(fleet.node("ctl001").runs()).isEqualTo(1);
    }

    @Test
    void anApiThatWasStoppedIsBackAtItsPlaceAndKnowsNobody() throws Exception {
        String token = token();
        control("salt/stop");
        control("salt/start");

        assertThat(order(token).statusCode()).isEqualTo(401);
        assertThat(order(token()).statusCode()).isEqualTo(200);
    }

    private String token() throws Exception {
        return JsonMapper.shared()
                .readTree(post(salt.uri().resolve("/login"), "{\"username\":\"tidegate\",\"password\":\"secret\"}", "")
                        .body())
                .path("return")
                .path(0)
                .path("token")
                .stringValue();
    }

    private HttpResponse<String> order(String token) throws Exception {
        return post(salt.uri(), ORDER, token);
    }

    private HttpResponse<String> control(String what) throws Exception {
        return post(control.uri().resolve("/" + what), "", "");
    }

    private static HttpResponse<String> get(URI uri) throws Exception {
        return send(HttpRequest.newBuilder(uri).build());
    }

    private static HttpResponse<String> post(URI uri, String body, String token) throws Exception {
        return send(HttpRequest.newBuilder(uri)
                .header("X-Auth-Token", token)
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    /** Each over a connection of its own: some of them end with the server. */
    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request, BodyHandlers.ofString());
        }
    }
}
