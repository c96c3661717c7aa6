package dev.tidegate.storm.send;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Labels;
import dev.tidegate.storm.timeline.Timeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Takes alerts in as a gateway does, on a free port, and can be told to misbehave. */
public final class FakeServer implements AutoCloseable {
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final AtomicLong alerts = new AtomicLong();
    private final Set<Long> fingerprints = ConcurrentHashMap.newKeySet();
    private volatile int putOffEvery = Integer.MAX_VALUE;
    private volatile int status = 200;
    private volatile String authorization = "";

    private FakeServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/api/v2/alerts", this::take);
        server.start();
    }

    public static FakeServer start() throws IOException {
        return new FakeServer();
    }

    /** Answers every n-th request with 503 and no alert taken. */
    public void putOffEvery(int n) {
        putOffEvery = n;
    }

    public void answerAlways(int newStatus) {
        status = newStatus;
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public long alerts() {
        return alerts.get();
    }

    public Set<Long> fingerprints() {
        return fingerprints;
    }

    public int mostAtOnce() {
        return mostAtOnce.get();
    }

    public String lastAuthorization() {
        return authorization;
    }

    public static Set<Long> fingerprints(Timeline storm) {
        return storm.episodes().stream()
                .map(episode -> Fingerprint.of(episode.labels()))
                .collect(Collectors.toSet());
    }

    private void take(HttpExchange exchange) throws IOException {
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try (exchange) {
            JsonNode batch = JsonMapper.shared().readTree(exchange.getRequestBody());
            String given = exchange.getRequestHeaders().getFirst("Authorization");
            authorization = given == null ? "" : given;
            if (requests.incrementAndGet() % putOffEvery == 0) {
                exchange.getResponseHeaders().set("Retry-After", "0");
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            if (status == 200) {
                batch.forEach(alert -> fingerprints.add(fingerprint(alert)));
                alerts.addAndGet(batch.size());
            }
            exchange.sendResponseHeaders(status, -1);
        } finally {
            atOnce.decrementAndGet();
        }
    }

    private static long fingerprint(JsonNode alert) {
        Labels.Builder labels = new Labels.Builder();
        alert.path("labels")
                .propertyStream()
                .forEach(label -> labels.add(label.getKey(), label.getValue().stringValue()));
        return Fingerprint.of(labels.build());
    }

    @Override
    public void close() {
        server.stop(0);
        threads.close();
    }
}
