package dev.tidegate.gateway.change.http;

import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.problem.Problem;
import dev.tidegate.gateway.problem.ProblemException;
import dev.tidegate.rollout.json.Fields;
import java.nio.charset.StandardCharsets;
import java.util.function.BiPredicate;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** Events that review servers send. They only say where to look, so one that is lost does no harm. */
final class ReviewEventHandlers {
    private final BiPredicate<String, String> heard;

    /** @param heard takes an event of a server, by its name in the fleet file; false when there is none of this name */
    ReviewEventHandlers(BiPredicate<String, String> heard) {
        this.heard = heard;
    }

    /** As Gerrit's webhooks plugin sends them. */
    Mono<ServerResponse> gerrit(ServerRequest request) {
        new Parameters(request.queryParams()).check();
        String server = request.pathVariable("server");
        return Bodies.read(request, ReviewEventHandlers::event)
                .flatMap(event -> heard.test(server, event)
                        ? ServerResponse.accepted().build()
                        : Mono.error(() -> new ProblemException(
                                Problem.notFound("no Gerrit \"" + server + "\" is in the fleet file"))));
    }

    private static String event(byte[] body) {
        // what is no object is told; what is in it is Gerrit's affair
        Fields unused = Fields.of(body);
        return new String(body, StandardCharsets.UTF_8);
    }
}
