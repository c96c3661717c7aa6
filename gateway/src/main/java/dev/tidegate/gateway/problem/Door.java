package dev.tidegate.gateway.problem;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * A path and what can be done there. Functional routes alone answer a wrong method with 404; doors know better.
 *
 * @param path a path pattern
 * @param methods served here
 * @param elsewhere methods that another module serves under the same path
 */
public record Door(String path, Map<HttpMethod, HandlerFunction<ServerResponse>> methods, Set<HttpMethod> elsewhere) {
    private static final Comparator<Door> CERTAIN_FIRST = Comparator.comparing(
            door -> PathPatternParser.defaultInstance.parse(door.path()), PathPattern.SPECIFICITY_COMPARATOR);

    public Door {
        methods = Map.copyOf(methods);
        elsewhere = Set.copyOf(elsewhere);
    }

    public static Door get(String path, HandlerFunction<ServerResponse> handler) {
        return new Door(path, Map.of(HttpMethod.GET, handler), Set.of());
    }

    public static Door post(String path, HandlerFunction<ServerResponse> handler) {
        return new Door(path, Map.of(HttpMethod.POST, handler), Set.of());
    }

    /**
     * The routes of all doors, those with the most certain path first: {@code /incidents/stream} is never taken for {@code
     * /incidents/{id}}. HEAD is served wherever GET is.
     */
    public static RouterFunction<ServerResponse> open(List<Door> doors) {
        RouterFunctions.Builder routes = RouterFunctions.route();
        for (Door door : doors.stream().sorted(CERTAIN_FIRST).toList()) {
            door.methods()
                    .forEach((verb, handler) -> routes.add(RouterFunctions.route(
                            RequestPredicates.path(door.path()).and(RequestPredicates.methods(door.taken(verb))),
                            handler)));
        }
        return routes.build();
    }

    /** Where something is got, a HEAD is the same without the body, which the server leaves out. */
    private HttpMethod[] taken(HttpMethod verb) {
        return verb.equals(HttpMethod.GET) && !methods.containsKey(HttpMethod.HEAD)
                ? new HttpMethod[] {HttpMethod.GET, HttpMethod.HEAD}
                : new HttpMethod[] {verb};
    }

    /** Answers 405 at every door; to be asked after every other route. */
    public static RouterFunction<ServerResponse> wrongMethods(List<Door> doors) {
        RouterFunctions.Builder routes = RouterFunctions.route();
        for (Door door : doors) {
            Set<HttpMethod> allowed = new LinkedHashSet<>(door.methods().keySet());
            allowed.addAll(door.elsewhere());
            if (allowed.contains(HttpMethod.GET)) {
                allowed.add(HttpMethod.HEAD);
            }
            routes.add(RouterFunctions.route(
                    RequestPredicates.path(door.path()),
                    request -> Mono.error(new MethodNotAllowedException(request.method(), allowed))));
        }
        return routes.build();
    }
}
