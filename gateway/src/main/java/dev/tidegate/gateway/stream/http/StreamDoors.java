package dev.tidegate.gateway.stream.http;

import dev.tidegate.gateway.incident.http.IncidentFilter;
import dev.tidegate.gateway.incident.http.IncidentHandlers;
import dev.tidegate.gateway.problem.Door;
import dev.tidegate.gateway.problem.Doorway;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.read.AlertQuery;
import dev.tidegate.gateway.read.EventReads;
import dev.tidegate.gateway.read.EventReads.Snapshot;
import dev.tidegate.gateway.read.IncidentQuery;
import dev.tidegate.gateway.read.IncidentReads;
import dev.tidegate.gateway.security.Who;
import dev.tidegate.gateway.stream.EventFilter;
import dev.tidegate.gateway.stream.Framing;
import dev.tidegate.gateway.stream.Position;
import dev.tidegate.gateway.stream.flow.StreamHub;
import dev.tidegate.gateway.stream.flow.Topic;
import dev.tidegate.model.matcher.Matchers;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** {@code GET /api/v1/incidents/stream}, {@code /api/v1/incidents/{id}/stream}, {@code /api/v1/alerts/stream}. */
public final class StreamDoors implements Doorway {
    private static final Set<String> LIVING = Set.of("open", "acknowledged", "resolved");

    private final StreamHub hub;
    private final EventReads events;
    private final IncidentReads incidents;

    public StreamDoors(StreamHub hub, EventReads events, IncidentReads incidents) {
        this.hub = hub;
        this.events = events;
        this.incidents = incidents;
    }

    @Override
    public List<Door> doors() {
        return List.of(
                Door.get("/api/v1/incidents/stream", this::incidents),
                Door.get("/api/v1/alerts/stream", this::alerts),
                Door.get("/api/v1/incidents/{id}/stream", this::incident));
    }

    private Mono<ServerResponse> incidents(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        Set<String> states = parameters.words("state", IncidentFilter.STATES);
        Set<String> severities = parameters.words("severity", IncidentFilter.SEVERITIES);
        String site = parameters.text("site", 256);
        Position from = StreamAnswers.position(request, parameters);
        parameters.check();
        Set<String> standing = states.isEmpty() ? LIVING : states;
        return stream(
                request,
                new EventFilter.Incidents(states, severities, site),
                tenant -> events.incidents(
                        new IncidentQuery(tenant, standing, severities, site, null, null, List.of(), null, null)),
                from);
    }

    private Mono<ServerResponse> alerts(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        Matchers matchers = parameters.matchers("filter");
        Set<String> severities = parameters.words("severity", IncidentFilter.SEVERITIES);
        String site = parameters.text("site", 256);
        Position from = StreamAnswers.position(request, parameters);
        parameters.check();
        return stream(
                request,
                new EventFilter.Alerts(matchers, severities, site),
                tenant -> events.alerts(
                        new AlertQuery(tenant, matchers, true, true, true, true, severities, site, null, null, 0)),
                from);
    }

    private Mono<ServerResponse> incident(ServerRequest request) {
        String id = request.pathVariable("id");
        Parameters parameters = new Parameters(request.queryParams());
        Position from = StreamAnswers.position(request, parameters);
        parameters.check();
        return Who.asks(request)
                .flatMap(who -> incidents.incident(who.tenant(), id))
                .switchIfEmpty(Mono.error(() -> IncidentHandlers.unknown(id)))
                .flatMap(found ->
                        stream(request, new EventFilter.OneIncident(id), tenant -> events.incident(tenant, id), from));
    }

    /** Snapshot and tail are of the tenant of who asks. */
    private Mono<ServerResponse> stream(
            ServerRequest request,
            EventFilter filter,
            Function<String, Flux<Snapshot>> standing,
            @Nullable Position from) {
        Framing framing = StreamAnswers.framing(request);
        return Who.asks(request)
                .map(who -> new Topic(EventFilter.of(who.tenant(), filter), standing.apply(who.tenant())))
                .flatMap(topic -> hub.session(topic, framing, from))
                .switchIfEmpty(Mono.error(() -> StreamAnswers.full(StreamHub.MAX_READERS)))
                .flatMap(frames -> StreamAnswers.of(framing, frames));
    }
}
