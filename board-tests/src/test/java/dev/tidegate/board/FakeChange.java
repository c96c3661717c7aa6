package dev.tidegate.board;

import dev.tidegate.gateway.problem.Door;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** One change that waits for its customer. */
final class FakeChange {
    private final ObjectNode change = Facts.object("change.json");

    /** What was sent as approval or refusal. */
    final AtomicReference<JsonNode> decided =
            new AtomicReference<>(JsonMapper.shared().createObjectNode());

    List<Door> doors() {
        return List.of(
                Door.get("/api/v1/changes", request -> FakeGateway.json("{\"changes\":[" + change + "]}")),
                Door.get("/api/v1/changes/{id}", request -> FakeGateway.json(change.toString())),
                Door.post("/api/v1/changes/{id}/approvals", this::decide),
                Door.get(
                        "/api/v1/calendars",
                        FakeGateway.answer("{\"calendars\":[{\"name\":\"eu1\",\"zone\":\"America/Chicago\"}]}")));
    }

    private Mono<ServerResponse> decide(ServerRequest request) {
        return FakeGateway.body(request).flatMap(asked -> {
            decided.set(asked);
            ObjectNode approval = ((ObjectNode) asked.deepCopy())
                    .put("by", FakeGateway.who(request))
                    .put("at", "2026-11-23T01:30:00Z");
            ((ArrayNode) change.get("approvals")).add(approval);
            change.put("state", "approved").put("standing", "both sides have approved");
            return FakeGateway.json(change.toString());
        });
    }
}
