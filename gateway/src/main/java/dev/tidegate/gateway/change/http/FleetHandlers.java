package dev.tidegate.gateway.change.http;

import dev.tidegate.gateway.incident.EntityTag;
import dev.tidegate.gateway.incident.http.Pages;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.problem.Problem;
import dev.tidegate.gateway.problem.ProblemException;
import dev.tidegate.rollout.fleet.Fleet;
import dev.tidegate.rollout.fleet.Machine;
import java.util.List;
import java.util.Set;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What a selector takes. */
final class FleetHandlers {
    private static final int MAX_SELECTOR = 10_000;
    private static final Set<String> OWN = Set.of("name", "role", "hardware", "domain", "quorum", "site", "staging");

    private final Fleet fleet;

    FleetHandlers(Fleet fleet) {
        this.fleet = fleet;
    }

    Mono<ServerResponse> list(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        String selector = parameters.text("selector", MAX_SELECTOR);
        parameters.check();
        return ChangeHandlers.person(request)
                .flatMap(person -> fleet.select(person.tenant(), selector == null ? "{}" : selector))
                .onErrorMap(
                        IllegalArgumentException.class,
                        wrong -> new ProblemException(
                                Problem.badRequest("selector", String.valueOf(wrong.getMessage()))))
                .map(FleetHandlers::document)
                .flatMap(document -> Pages.tagged(request, document, EntityTag.of(document)));
    }

    private static byte[] document(List<Machine> machines) {
        ObjectNode out = JsonNodeFactory.instance.objectNode();
        ArrayNode list = out.putArray("machines");
        for (Machine machine : machines) {
            ObjectNode one = list.addObject()
                    .put("name", machine.name())
                    .put("role", machine.node().role())
                    .put("hardware", machine.node().hardware())
                    .put("domain", machine.node().domain())
                    .put("quorum", machine.node().quorum())
                    .put("site", machine.site())
                    .put("tenant", machine.tenant())
                    .put("staging", machine.staging())
                    .put("target", machine.target());
            ObjectNode properties = one.putObject("properties");
            machine.properties().without(OWN).forEach(properties::put);
        }
        return ChangeJson.bytes(out);
    }
}
