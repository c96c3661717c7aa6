package dev.tidegate.fleet;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** {@code /metrics} of a simulated fleet, and a Prometheus' answers to the demo's queries. */
public final class MetricsServer implements AutoCloseable {
    private final SimulatedFleet fleet;
    private final Vitals vitals;
    private final Queries queries;
    private final ScheduledExecutorService pulse = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("pulse").factory());
    private final Web web;

    /** @param port 0 takes a free one */
    public MetricsServer(SimulatedFleet fleet, int port) throws IOException {
        this.fleet = fleet;
        this.vitals = new Vitals(fleet);
        this.queries = new Queries(vitals);
        this.web = new Web(port, this::answer);
        var unused = pulse.scheduleAtFixedRate(this::live, 0, 1, TimeUnit.SECONDS);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + web.port());
    }

    private Vitals.Sample live() {
        return vitals.live(System.currentTimeMillis());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.equals("/metrics")) {
            Web.send(exchange, 200, "text/plain; version=0.0.4", MetricsPage.of(fleet, live()));
            return;
        }
        if (!path.startsWith("/api/v1/query")) {
            Web.send(exchange, 404, "text/plain", "there are /metrics and /api/v1/query");
            return;
        }
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        try {
            Web.send(exchange, 200, "application/json", queries.answer(path, body));
        } catch (IllegalArgumentException e) {
            Web.send(
                    exchange,
                    400,
                    "application/json",
                    "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\""
                            + String.valueOf(e.getMessage())
                                    .replace("\\", "\\\\")
                                    .replace("\"", "\\\"") + "\"}");
        }
    }

    @Override
    public void close() {
        pulse.shutdownNow();
        web.close();
    }
}
