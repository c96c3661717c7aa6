package dev.tidegate.gateway.alertmanager.http;

import dev.tidegate.gateway.alertmanager.AlertmanagerConfig;
import dev.tidegate.gateway.alertmanager.Route;
import dev.tidegate.gateway.alertmanager.http.AlertFilter.BadFilter;
import dev.tidegate.gateway.read.AlertReads;
import dev.tidegate.gateway.read.AlertRow;
import dev.tidegate.gateway.read.ReadBarrier;
import dev.tidegate.gateway.read.json.RowJson;
import dev.tidegate.gateway.security.Who;
import dev.tidegate.model.Labels;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code GET /alerts} and {@code GET /alerts/groups}; to people of a tenant, only that tenant's. */
final class AlertHandlers {
    /** Alerts written into one buffer. */
    private static final int CHUNK = 64;

    private static final DefaultDataBufferFactory BUFFERS = DefaultDataBufferFactory.sharedInstance;

    private final AlertReads reads;
    private final AlertmanagerConfig config;
    private final ReadBarrier barrier;
    private final InstantSource clock;
    private final Duration longest;

    /** @param longest how long a reader may take for a whole list before it is cut off */
    AlertHandlers(
            AlertReads reads, AlertmanagerConfig config, ReadBarrier barrier, InstantSource clock, Duration longest) {
        this.reads = reads;
        this.config = config;
        this.barrier = barrier;
        this.clock = clock;
        this.longest = longest;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        AlertFilter filter;
        try {
            filter = AlertFilter.of(request.queryParams());
        } catch (BadFilter bad) {
            return Answers.text(400, bad.text());
        }
        return barrier.passed()
                .then(Who.asks(request))
                .flatMap(who -> Answers.stream(bounded(list(filter, who.tenant()))));
    }

    private Flux<DataBuffer> list(AlertFilter filter, String tenant) {
        Instant now = clock.instant();
        AtomicBoolean first = new AtomicBoolean(true);
        Flux<DataBuffer> chunks = reads.alerts(filter.query(tenant))
                .filter(row -> filter.wants(receivers(row)))
                .buffer(CHUNK)
                .map(rows -> chunk(rows, now, first.getAndSet(false)));
        return chunks.concatWith(Mono.fromSupplier(() -> text(first.get() ? "[]\n" : "]\n")));
    }

    private DataBuffer chunk(List<AlertRow> rows, Instant now, boolean first) {
        byte[] array = RowJson.bytes(out -> {
            out.writeStartArray();
            rows.forEach(row -> V2Json.alert(out, row, receivers(row), now, config.resolveTimeout()));
            out.writeEndArray();
        });
        // the array without its closing bracket; a comma instead of the opening one when others came before
        array[0] = (byte) (first ? '[' : ',');
        return BUFFERS.wrap(array).split(array.length - 1);
    }

    private List<String> receivers(AlertRow row) {
        Route root = config.route();
        return root.routes().isEmpty() ? List.of(root.receiver()) : receivers(row.labelSet());
    }

    private List<String> receivers(Labels labels) {
        return config.route().taking(labels).stream().map(Route::receiver).toList();
    }

    Mono<ServerResponse> groups(ServerRequest request) {
        AlertFilter filter;
        try {
            filter = AlertFilter.of(request.queryParams());
        } catch (BadFilter bad) {
            return Answers.text(400, bad.text());
        }
        return barrier.passed()
                .then(Who.asks(request))
                .flatMap(who -> Answers.stream(bounded(groups(filter, who.tenant()))));
    }

    private Flux<DataBuffer> groups(AlertFilter filter, String tenant) {
        Instant now = clock.instant();
        return reads.alerts(filter.query(tenant))
                .collect(() -> new Groups(config, filter, now), Groups::add)
                .flatMapMany(Groups::written);
    }

    private Flux<DataBuffer> bounded(Flux<DataBuffer> body) {
        return body.takeUntilOther(Mono.delay(longest)
                .then(Mono.error(() -> new IllegalStateException(
                        "a reader took more than " + longest + " for a list; the connection was cut"))));
    }

    static DataBuffer text(String text) {
        return BUFFERS.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
