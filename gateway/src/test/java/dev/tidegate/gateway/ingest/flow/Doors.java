package dev.tidegate.gateway.ingest.flow;

import dev.tidegate.gateway.ingest.AcknowledgedOffsets;
import dev.tidegate.gateway.ingest.InFlightBudget;
import dev.tidegate.gateway.ingest.IngestLimits;
import dev.tidegate.gateway.ingest.IngestSettings;
import dev.tidegate.gateway.ingest.SiteLabel;
import dev.tidegate.gateway.ingest.micrometer.IngestMetrics;
import dev.tidegate.model.log.EventLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.util.ResourceLeakDetector;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.RouterFunctions;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

/** All doors on a real Netty server with a fake log behind them, in the operator's words. */
final class Doors implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration SOON = Duration.ofSeconds(10);

    final FakeEventLog log = new FakeEventLog();
    final InFlightBudget budget;
    final AcknowledgedOffsets acknowledged;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final DisposableServer server;
    private final HttpClient client = HttpClient.newHttpClient();

    static {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    }

    private Doors(IngestSettings settings) {
        IngestMetrics metrics = new IngestMetrics(meters);
        acknowledged = new AcknowledgedOffsets(log.partitions());
        budget = new InFlightBudget(settings.limits().inFlightBytes());
        metrics.watch(budget);
        EventLog remembering = metrics.around(new RememberingEventLog(log, acknowledged));
        IngestRoutes routes = new IngestRoutes(
                settings,
                metrics.around(new LogAlertSink(remembering, settings.limits().appendWait())),
                budget,
                TenantOf.SINGLE,
                InstantSource.fixed(NOW),
                metrics::around);
        server = HttpServer.create()
                .port(0)
                .host("127.0.0.1")
                .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(routes.all())))
                .bindNow();
    }

    static Doors open() {
        return open(IngestLimits.DEFAULT);
    }

    static Doors open(IngestLimits limits, String... alertaEnvironments) {
        return new Doors(
                new IngestSettings(limits, SiteLabel.DEFAULT, Duration.ofHours(5), Set.of(alertaEnvironments)));
    }

    HttpResponse<String> post(String path, String body) {
        return post(path, body.getBytes(StandardCharsets.UTF_8), "Content-Type", "application/json");
    }

    HttpResponse<String> post(String path, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    /** A bare connection that has sent these bytes. */
    Socket connect(String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }

    double counted(String name, String tag, String value) {
        Counter counter = meters.find(name).tag(tag, value).counter();
        return counter == null ? 0 : counter.count();
    }

    double refused(String reason) {
        return counted("tidegate.ingest.refused", "reason", reason);
    }

    /** Waits until something is so; fails with these words when it does not come to be. */
    static void await(String what, BooleanSupplier condition) {
        long until = System.nanoTime() + SOON.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > until) {
                throw new AssertionError("never came to be: " + what);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        server.disposeNow();
        client.close();
        await("the budget is empty again", () -> budget.used() == 0);
    }
}
