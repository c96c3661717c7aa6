package dev.tidegate.health.evidence.elasticsearch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidegate.health.evidence.Evidence;
import dev.tidegate.health.evidence.Signals;
import dev.tidegate.health.policy.Empty;
import dev.tidegate.health.policy.SignalKind;
import dev.tidegate.health.policy.Source;
import dev.tidegate.health.remote.Credentials;
import dev.tidegate.health.remote.HttpLimits;
import dev.tidegate.health.remote.Server;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.scheduler.Schedulers;

/** What a lone test node does not do by itself: a stand-in answers as clusters in trouble, and others, do. */
class ElasticsearchFaultsTest {
    private static final String GOOD = "{\"total\": 5, \"successful\": 5, \"skipped\": 0, \"failed\": 0}";

    /** How questions are answered. */
    private interface Answers {
        void answer(HttpExchange exchange) throws IOException;
    }

    private final AtomicReference<String> authorization = new AtomicReference<>("");
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private Duration timeout = Duration.ofSeconds(15);
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void end() {
        over.countDown();
        server.stop(0);
        threads.close();
    }

    @Test
    void a_refused_login() {
        assertThat(error(status(
                        401,
                        "{\"error\": {\"type\": \"security_exception\", \"reason\": \"unable to"
                                + " authenticate\", \"root_cause\": []}, \"status\": 401}")))
                .isEqualTo("search01 does not accept our login (401)");
    }

    @Test
    void a_login_that_may_not_read() {
        assertThat(
                        error(
                                status(
                                        403,
                                        "{\"error\": {\"type\": \"security_exception\", \"reason\": \"action"
                                                + " [indices:data/read/search] is unauthorized\", \"root_cause\": []}, \"status\": 403}")))
                .isEqualTo("search01 does not let us read logs-* (403): action [indices:data/read/search] is"
                        + " unauthorized");
    }

    @Test
    void a_busy_cluster() {
        assertThat(error(status(
                        429,
                        "{\"error\": {\"type\": \"circuit_breaking_exception\", \"reason\": \"Data too"
                                + " large\", \"root_cause\": []}, \"status\": 429}")))
                .isEqualTo("search01 is too busy to answer (429): Data too large");
    }

    @Test
    void time_that_ran_out() {
        assertThat(evidence(search("\"timed_out\": true, \"_shards\": " + GOOD)))
                .isEqualTo(new Evidence.Partial("search01 ran out of time before it had counted all of logs-*"));
    }

    @Test
    void an_early_end() {
        assertThat(evidence(search("\"timed_out\": false, \"terminated_early\": true, \"_shards\": " + GOOD)))
                .isEqualTo(new Evidence.Partial("search01 stopped counting logs-* early"));
    }

    @Test
    void failed_shards() {
        assertThat(evidence(
                        search("\"timed_out\": false, \"_shards\": {\"total\": 5, \"successful\": 3, \"skipped\": 0,"
                                + " \"failed\": 2, \"failures\": [{\"shard\": 0, \"index\": \"logs-a\", \"reason\": {\"type\":"
                                + " \"no_shard_available_action_exception\", \"reason\": null}}]}")))
                .isEqualTo(new Evidence.Partial("search01 answered for 3 of 5 shards of logs-* only:"
                        + " no_shard_available_action_exception"));
    }

    @Test
    void a_cluster_that_was_skipped() {
        assertThat(evidence(search("\"timed_out\": false, \"_clusters\": {\"total\": 2, \"successful\": 1, \"skipped\":"
                        + " 1, \"running\": 0, \"partial\": 0, \"failed\": 0}, \"_shards\": " + GOOD)))
                .isEqualTo(new Evidence.Partial("search01 answered for 1 of 2 clusters of logs-* only"));
    }

    @Test
    void no_shard_at_all() {
        assertThat(error(search("\"timed_out\": false, \"_shards\": {\"total\": 0, \"successful\": 0, \"skipped\": 0,"
                        + " \"failed\": 0}")))
                .isEqualTo("logs-* on search01 has no shard: the pattern matches no index");
    }

    @Test
    void an_answer_that_never_comes() {
        timeout = Duration.ofMillis(1500);

        assertThat(error(exchange -> await())).isEqualTo("search01 did not answer within 1.5 s");
    }

    @Test
    void something_that_is_not_elasticsearch() {
        assertThat(error(exchange -> send(exchange, 200, "text/html", "<html>welcome</html>")))
                .startsWith("search01 (http://127.0.0.1:")
                .endsWith(") is not Elasticsearch: its answer lacks the product's header");
    }

    @Test
    void a_proxy_that_speaks_for_it() {
        assertThat(error(exchange -> send(exchange, 502, "text/html", "<html>bad gateway</html>")))
                .isEqualTo("search01 answered with status 502 and something that is not what Elasticsearch answers");
    }

    @Test
    void an_answer_that_is_cut_or_garbage() {
        assertThat(error(exchange -> product(exchange, 200, "{\"indices\": [\"logs")))
                .startsWith("search01 answered with something that is not what Elasticsearch answers");
    }

    @Test
    void an_answer_without_end() {
        String more = " ".repeat(1 << 20);
        assertThat(error(exchange -> product(exchange, 200, "{" + more.repeat(17) + "}")))
                .isEqualTo("search01 answered with more than 16 MiB, which is not read; ask for fewer nodes or a longer"
                        + " step");
    }

    @Test
    void nobody_there() {
        server.stop(0);

        assertThat(error(exchange -> await())).endsWith(" refuses connections");
    }

    @Test
    void logins_are_sent_and_not_shown() {
        Credentials basic = new Credentials.Basic("watch", "secret");
        Credentials key = new Credentials.Bearer("a2V5");
        Credentials bearer = new Credentials.Bearer("Bearer AAEAA");

        assertThat(sent(basic)).isEqualTo("Basic d2F0Y2g6c2VjcmV0");
        assertThat(sent(key)).isEqualTo("ApiKey a2V5");
        assertThat(sent(bearer)).isEqualTo("Bearer AAEAA");
        assertThat(basic + " " + key + " " + bearer).doesNotContain("secret", "a2V5", "AAEAA");
    }

    @Test
    void a_ca_file_that_is_none_is_told_at_the_start(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("ca.pem"), "not a certificate");
        Server trusting = Server.of("search01", address()).withCaFile(file);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ElasticsearchProbe.open(List.of(trusting), Duration.ZERO, new SimpleMeterRegistry()))
                .withMessageStartingWith("server search01: the CA file " + file + " cannot be used: ");
    }

    private String sent(Credentials login) {
        server.createContext("/" + login.hashCode(), exchange -> {
            authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
            send(exchange, 404, "text/plain", "");
        });
        ask(URI.create(address() + "/" + login.hashCode()), login);
        return authorization.get();
    }

    private String error(Answers answers) {
        Evidence evidence = evidence(answers);
        assertThat(evidence).isInstanceOf(Evidence.QueryError.class);
        return ((Evidence.QueryError) evidence).reason();
    }

    private Evidence evidence(Answers answers) {
        server.createContext("/", answers::answer);
        return ask(address(), new Credentials.None());
    }

    private Evidence ask(URI url, Credentials login) {
        Server asked =
                Server.of("search01", url).withCredentials(login).withLimits(HttpLimits.DEFAULT.withAnswer(timeout));
        try (ElasticsearchProbe probe =
                ElasticsearchProbe.open(List.of(asked), Duration.ZERO, new SimpleMeterRegistry())) {
            return Objects.requireNonNull(probe.read(
                            Signals.of(
                                    SignalKind.COUNT,
                                    new Source.Elasticsearch(
                                            "search01", "logs-*", "level:ERROR", Optional.empty(), "host", "time"),
                                    Empty.UNKNOWN,
                                    Duration.ofMinutes(1)),
                            List.of("a"),
                            Instant.EPOCH,
                            Duration.ofSeconds(10))
                    .subscribeOn(Schedulers.parallel())
                    .block(Duration.ofSeconds(20)));
        }
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static Answers status(int status, String body) {
        return exchange -> product(exchange, status, body);
    }

    /** The question is fine, and this is the answer to the search. */
    private static Answers search(String fields) {
        return exchange -> {
            String path = exchange.getRequestURI().getPath();
            if (path.endsWith("/_field_caps")) {
                product(
                        exchange,
                        200,
                        "{\"indices\": [\"logs-a\"], \"fields\": {" + field("host", "keyword") + ", "
                                + field("time", "date") + "}}");
            } else if (path.endsWith("/_validate/query")) {
                product(
                        exchange,
                        200,
                        "{\"valid\": true, \"_shards\": {\"total\": 1, \"successful\": 1, \"failed\": 0},"
                                + " \"explanations\": [{\"index\": \"logs-a\", \"valid\": true, \"explanation\": \"level:ERROR\"}]}");
            } else {
                product(exchange, 200, "{\"took\": 1, " + fields + ", \"hits\": {\"hits\": []}, \"aggregations\": {}}");
            }
        };
    }

    private static String field(String name, String type) {
        return "\"" + name + "\": {\"" + type + "\": {\"type\": \"" + type
                + "\", \"searchable\": true, \"aggregatable\": true}}";
    }

    private static void product(HttpExchange exchange, int status, String body) throws IOException {
        exchange.getResponseHeaders().set("X-Elastic-Product", "Elasticsearch");
        send(exchange, status, "application/json", body);
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        try (exchange) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private void await() {
        try {
            over.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
