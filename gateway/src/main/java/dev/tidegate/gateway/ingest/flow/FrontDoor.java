package dev.tidegate.gateway.ingest.flow;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.codec.HttpMessageWriter;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.reactive.result.view.ViewResolver;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * The short way to the doors that alerts come in by: the guard, and then the door. What else stands between a request and
 * its handler (firewall, handler mappings, predicates) costs as much as decoding sixty alerts, and has nothing to decide
 * about a path that is one of a few, letter by letter. Every other request goes the long way.
 */
public final class FrontDoor implements WebFilter, Ordered {
    private static final ServerResponse.Context WRITERS = new Writers(
            HandlerStrategies.withDefaults().messageWriters(),
            HandlerStrategies.withDefaults().viewResolvers());

    private final WebFilter guard;
    private final Map<String, HandlerFunction<ServerResponse>> doors;

    /**
     * @param guard asked before any door is opened, the same as on the long way
     * @param doors by path; for POST only
     */
    public FrontDoor(WebFilter guard, Map<String, HandlerFunction<ServerResponse>> doors) {
        this.guard = guard;
        this.doors = Map.copyOf(doors);
    }

    private record Writers(List<HttpMessageWriter<?>> messageWriters, List<ViewResolver> viewResolvers)
            implements ServerResponse.Context {}

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HandlerFunction<ServerResponse> door = doorOf(exchange.getRequest());
        return door == null
                ? chain.filter(exchange)
                : guard.filter(
                        exchange,
                        admitted -> door.handle(ServerRequest.create(admitted, List.of()))
                                .flatMap(answer -> answer.writeTo(admitted, WRITERS)));
    }

    private @Nullable HandlerFunction<ServerResponse> doorOf(ServerHttpRequest request) {
        return HttpMethod.POST.equals(request.getMethod())
                ? doors.get(request.getURI().getRawPath())
                : null;
    }
}
