package dev.tidegate.gateway.watch.http;

import dev.tidegate.gateway.problem.Door;
import dev.tidegate.gateway.problem.Doorway;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.security.Who;
import dev.tidegate.gateway.stream.Framing;
import dev.tidegate.gateway.stream.Position;
import dev.tidegate.gateway.stream.http.StreamAnswers;
import dev.tidegate.gateway.watch.flow.WatchHub;
import dev.tidegate.health.flow.Watches;
import dev.tidegate.health.watch.WatchReads;
import dev.tidegate.health.watch.WatchRow;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code /api/v1/watches}, {@code /api/v1/watches/{id}}, its verdicts and its stream. */
public final class WatchDoors implements Doorway {
    private final WatchHandlers handlers;
    private final WatchHub hub;

    public WatchDoors(Watches watches, WatchReads reads, WatchHub hub, InstantSource clock) {
        this.handlers = new WatchHandlers(watches, reads, hub, clock);
        this.hub = hub;
    }

    @Override
    public List<Door> doors() {
        return List.of(
                new Door(
                        "/api/v1/watches",
                        Map.of(HttpMethod.GET, handlers::list, HttpMethod.POST, handlers::open),
                        Set.of()),
                new Door(
                        "/api/v1/watches/{id}",
                        Map.of(HttpMethod.GET, handlers::one, HttpMethod.DELETE, handlers::close),
                        Set.of()),
                Door.get("/api/v1/watches/{id}/verdicts", handlers::verdicts),
                Door.get("/api/v1/watches/{id}/stream", this::stream));
    }

    private Mono<ServerResponse> stream(ServerRequest request) {
        String id = request.pathVariable("id");
        Parameters parameters = new Parameters(request.queryParams());
        Position from = StreamAnswers.position(request, parameters);
        parameters.check();
        Framing framing = StreamAnswers.framing(request);
        return Who.asks(request)
                .flatMap(who -> handlers.found(who.tenant(), id))
                .flatMap(row -> stream(row, framing, from));
    }

    /** A browser comes back by itself when a stream ends; of a watch that is over, 204 tells it to stay away. */
    private Mono<ServerResponse> stream(WatchRow row, Framing framing, @Nullable Position from) {
        Position end = row.open() ? null : Position.start().with(0, row.seq());
        if (end != null && from != null && from.covers(end)) {
            return ServerResponse.noContent().build();
        }
        String tenant = row.spec().tenant();
        String id = row.spec().id();
        return hub.session(
                        id,
                        framing,
                        from,
                        lastFrame -> handlers.found(tenant, id).flatMap(now -> handlers.document(now, lastFrame)),
                        end)
                .switchIfEmpty(Mono.error(() -> StreamAnswers.full(WatchHub.MAX_READERS)))
                .flatMap(frames -> StreamAnswers.of(framing, frames));
    }
}
