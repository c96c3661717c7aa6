package dev.tidegate.gateway.security;

import dev.tidegate.gateway.problem.ProblemKind;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * The whole filter chain: asks the {@link Guard}, and lets the request through with its {@link Identity} as principal or
 * answers it. Tokens and sessions are decided at once; passwords are asked for elsewhere.
 */
final class GuardFilter implements WebFilter {
    private static final String ALERTMANAGER = "/api/v2/";
    private static final String BEARER = "Bearer realm=\"tidegate\"";
    private static final String CHALLENGE = BEARER + ", Basic realm=\"tidegate\", charset=\"UTF-8\"";

    private final Guard guard;
    private final Principals principals;

    GuardFilter(Guard guard, Principals principals) {
        this.guard = guard;
        this.principals = principals;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        return carryOut(
                guard.decide(
                        request.getMethod().name(), request.getPath().pathWithinApplication(), request.getHeaders()),
                exchange,
                chain);
    }

    private Mono<Void> carryOut(Guard.Decision decision, ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpResponse response = exchange.getResponse();
        return switch (decision) {
            case Guard.Decision.Pass pass -> chain.filter(known(exchange, pass.identity()));
            case Guard.Decision.Ask ask ->
                principals
                        .ask(ask.credential(), Addresses.of(exchange.getRequest()))
                        .flatMap(recognition -> carryOut(Guard.after(ask, recognition), exchange, chain));
            case Guard.Decision.Unknown unknown -> {
                boolean script = SameOrigin.script(exchange.getRequest().getHeaders());
                response.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, script ? BEARER : CHALLENGE);
                yield refuse(exchange, ProblemKind.UNAUTHORIZED, unknown.why());
            }
            case Guard.Decision.Later late -> {
                response.getHeaders().set(HttpHeaders.RETRY_AFTER, late.later().seconds());
                yield refuse(exchange, late.later().kind(), late.later().why());
            }
            case Guard.Decision.Forbidden forbidden -> refuse(exchange, ProblemKind.FORBIDDEN, forbidden.why());
        };
    }

    private static ServerWebExchange known(ServerWebExchange exchange, @Nullable Identity identity) {
        return identity == null
                ? exchange
                : exchange.mutate().principal(Mono.just(identity)).build();
    }

    /**
     * Below Alertmanager's API in its shape: amtool cannot read problem documents, and says only that. The words are ours
     * and need no escaping.
     */
    private static Mono<Void> refuse(ServerWebExchange exchange, ProblemKind kind, String why) {
        boolean alertmanager = exchange.getRequest().getPath().value().startsWith(ALERTMANAGER);
        String told = alertmanager
                ? "{\"code\":" + kind.status() + ",\"message\":\"" + why + "\"}\n"
                : "{\"type\":\"" + kind.type() + "\",\"title\":\"" + kind.title() + "\",\"status\":" + kind.status()
                        + ",\"detail\":\"" + why + "\"}\n";
        byte[] body = told.getBytes(StandardCharsets.UTF_8);
        ServerHttpResponse response = exchange.getResponse();
        response.setStatusCode(HttpStatusCode.valueOf(kind.status()));
        response.getHeaders()
                .setContentType(alertmanager ? MediaType.APPLICATION_JSON : MediaType.APPLICATION_PROBLEM_JSON);
        response.getHeaders().setContentLength(body.length);
        DataBuffer buffer = response.bufferFactory().wrap(body);
        return response.writeWith(Mono.just(buffer));
    }
}
