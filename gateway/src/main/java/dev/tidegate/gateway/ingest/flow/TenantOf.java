package dev.tidegate.gateway.ingest.flow;

import dev.tidegate.model.Scope;
import org.springframework.web.reactive.function.server.ServerRequest;
import reactor.core.publisher.Mono;

/** Whose alerts a request brings; from who sent it, never from what it says. */
@FunctionalInterface
public interface TenantOf {
    /** Everybody is the one tenant of a single-tenant installation. */
    TenantOf SINGLE = request -> Mono.just(Scope.DEFAULT_TENANT);

    /** Exactly one name; a request without one is a defect of what stands before the doors, answered with 500. */
    Mono<String> tenant(ServerRequest request);
}
