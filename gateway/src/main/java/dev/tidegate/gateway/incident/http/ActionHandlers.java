package dev.tidegate.gateway.incident.http;

import dev.tidegate.correlator.command.Command;
import dev.tidegate.gateway.command.CommandGate;
import dev.tidegate.gateway.command.CommandGate.Target;
import dev.tidegate.gateway.incident.Action;
import dev.tidegate.gateway.incident.Action.Wish;
import dev.tidegate.gateway.incident.EntityTag;
import dev.tidegate.gateway.problem.Problem;
import dev.tidegate.gateway.problem.ProblemException;
import dev.tidegate.gateway.read.EventReads;
import dev.tidegate.gateway.read.EventRow;
import dev.tidegate.gateway.read.IncidentReads;
import dev.tidegate.gateway.read.IncidentRow;
import dev.tidegate.gateway.read.ReadBarrier;
import dev.tidegate.gateway.read.json.RowJson;
import dev.tidegate.gateway.security.Identity;
import dev.tidegate.gateway.security.Who;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * {@code POST /api/v1/incidents/{id}/{action}}. The answer is the incident as it stands after the action, 409 with the
 * shard's reason when it refused, or 202 when the action is on the log but the shard is behind.
 */
final class ActionHandlers {
    private static final JsonMapper MAPPER = JsonMapper.shared();
    private static final String REFUSED = "command.refused";

    private final IncidentReads incidents;
    private final EventReads events;
    private final CommandGate gate;
    private final ReadBarrier barrier;

    ActionHandlers(IncidentReads incidents, EventReads events, CommandGate gate, ReadBarrier barrier) {
        this.incidents = incidents;
        this.events = events;
        this.gate = gate;
        this.barrier = barrier;
    }

    Mono<ServerResponse> act(ServerRequest request, Action action) {
        String id = request.pathVariable("id");
        return request.bodyToMono(byte[].class)
                .defaultIfEmpty(new byte[0])
                .map(body -> ActionBody.parse(action, body))
                .flatMap(wish -> barrier.passed()
                        .then(Who.asks(request))
                        .flatMap(who -> allowed(request, who, id)
                                .flatMap(row -> target(who, wish, row))
                                .flatMap(row -> carryOut(action.on(id, wish, who.name()), row))));
    }

    private Mono<IncidentRow> allowed(ServerRequest request, Identity who, String id) {
        List<String> ifMatch = request.headers().header(HttpHeaders.IF_MATCH);
        return incidents
                .incident(who.tenant(), id)
                .switchIfEmpty(Mono.error(() -> IncidentHandlers.unknown(id)))
                .filter(row -> EntityTag.allows(ifMatch, row.version()))
                .switchIfEmpty(Mono.error(() -> new ProblemException(Problem.preconditionFailed(
                        "incident " + id + " has changed since the version in If-Match; read it again"))));
    }

    /** The incident, when what it is merged into exists in the same scope. */
    private Mono<IncidentRow> target(Identity who, Wish wish, IncidentRow row) {
        String into = wish.into();
        if (into == null) {
            return Mono.just(row);
        }
        return incidents
                .incident(who.tenant(), into)
                .switchIfEmpty(Mono.error(() -> IncidentHandlers.unknown(into)))
                .filter(other -> other.tenant().equals(row.tenant())
                        && other.site().equals(row.site())
                        && !other.id().equals(row.id()))
                .switchIfEmpty(Mono.error(() -> new ProblemException(Problem.conflict("incident " + row.id()
                        + " can only be merged into another incident of its own site, not into " + into))))
                .thenReturn(row);
    }

    private Mono<ServerResponse> carryOut(Command command, IncidentRow row) {
        return events.latest()
                .map(latest -> row.partition() < latest.size() ? latest.get(row.partition()) : 0L)
                .flatMap(before -> gate.send(command, new Target.Partition(row.partition()))
                        .flatMap(applied -> switch (applied) {
                            case PENDING -> pending(row.id());
                            case DONE -> outcome(command, row, before);
                        }));
    }

    private Mono<ServerResponse> outcome(Command command, IncidentRow row, long before) {
        return events.eventsOf(row.id(), row.partition(), before)
                .filter(event -> event.kind().equals(REFUSED))
                .map(ActionHandlers::tree)
                .filter(event -> event.path("actor").asString("").equals(command.actor()))
                .next()
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(refusal -> refusal.isPresent()
                        ? Mono.error(new ProblemException(Problem.conflict(reason(refusal.get()))))
                        : standing(row));
    }

    private static JsonNode tree(EventRow event) {
        return MAPPER.readTree(event.json());
    }

    private static String reason(JsonNode event) {
        JsonNode details = event.path("details");
        String reason = details.path("reason").asString("");
        return reason.isEmpty() ? "the action was refused: " + details : reason;
    }

    private Mono<ServerResponse> standing(IncidentRow row) {
        return incidents.incident(row.tenant(), row.id()).flatMap(now -> {
            byte[] document = RowJson.bytes(out -> RowJson.incident(out, now));
            return ServerResponse.ok()
                    .header(HttpHeaders.ETAG, EntityTag.of(now.version(), document))
                    .contentType(MediaType.APPLICATION_JSON)
                    .bodyValue(document);
        });
    }

    private static Mono<ServerResponse> pending(String id) {
        return ServerResponse.accepted()
                .header(HttpHeaders.LOCATION, "/api/v1/incidents/" + id)
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(RowJson.bytes(out -> {
                    out.writeStartObject();
                    out.writeStringProperty("id", id);
                    out.writeBooleanProperty("applied", false);
                    out.writeStringProperty(
                            "detail", "the action is on the log and will be carried out; the shard is behind");
                    out.writeEndObject();
                }));
    }
}
