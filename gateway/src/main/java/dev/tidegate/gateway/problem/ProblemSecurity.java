package dev.tidegate.gateway.problem;

import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.server.ServerAuthenticationEntryPoint;
import org.springframework.security.web.server.authorization.ServerAccessDeniedHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** 401 and 403 as problems. */
public final class ProblemSecurity implements ServerAuthenticationEntryPoint, ServerAccessDeniedHandler {
    private final ProblemAnswers answers;

    public ProblemSecurity(ProblemAnswers answers) {
        this.answers = answers;
    }

    @Override
    public Mono<Void> commence(ServerWebExchange exchange, AuthenticationException e) {
        Problem problem = Problem.of(
                401, "Unauthorized", "this door wants a token: Authorization: Bearer <token>, or basic authentication");
        return answers.write(exchange, problem, Map.of(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"tidegate\""));
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, AccessDeniedException e) {
        Problem problem = Problem.of(403, "Forbidden", "the token is known, but does not open this door");
        return answers.write(exchange, problem, Map.of());
    }
}
