package dev.tidegate.gateway.problem;

import dev.tidegate.model.log.LogUnavailableException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes every error that reaches the edge of the server: a problem document, or Alertmanager's {@code {code, message}}
 * below {@code /api/v2}. What is not ours to tell (any other exception) becomes a 500 that carries only the number under
 * which the log has it.
 */
@Order(-2)
public final class ProblemAnswers implements WebExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemAnswers.class);
    private static final String ALERTMANAGER = "/api/v2/";

    private final JsonMapper json;

    public ProblemAnswers(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable error) {
        if (exchange.getResponse().isCommitted()) {
            return Mono.error(error);
        }
        return switch (error) {
            case ProblemException problem -> write(exchange, problem.problem(), problem.headers());
            case LogUnavailableException e ->
                write(
                        exchange,
                        Problem.unavailable("the log did not confirm in time; nothing was accepted"),
                        Map.of(HttpHeaders.RETRY_AFTER, "1"));
            case NoConnectionException e -> write(exchange, unasked(e), Map.of(HttpHeaders.RETRY_AFTER, "1"));
            case MethodNotAllowedException e -> write(exchange, wrongMethod(exchange, e), allow(e));
            case DataBufferLimitException e ->
                write(
                        exchange,
                        Problem.of(
                                ProblemKind.CONTENT_TOO_LARGE,
                                "the body is longer than the 256 KiB that are taken here"),
                        Map.of());
            case InvalidMediaTypeException e ->
                write(
                        exchange,
                        Problem.ofStatus(
                                400, "\"" + e.getMediaType() + "\" is not a media type, in Accept or Content-Type"),
                        Map.of());
            case ErrorResponse e -> write(exchange, ofStatus(exchange, e), Map.of());
            default -> write(exchange, unexpected(exchange, error), Map.of());
        };
    }

    /** Writes a problem as the answer. */
    public Mono<Void> write(ServerWebExchange exchange, Problem problem, Map<String, String> headers) {
        ServerHttpResponse response = exchange.getResponse();
        String path = exchange.getRequest().getPath().value();
        response.setStatusCode(HttpStatusCode.valueOf(problem.status()));
        response.getHeaders().setCacheControl("no-store");
        headers.forEach(response.getHeaders()::set);
        boolean alertmanager = path.startsWith(ALERTMANAGER);
        response.getHeaders()
                .setContentType(alertmanager ? MediaType.APPLICATION_JSON : MediaType.APPLICATION_PROBLEM_JSON);
        byte[] body = json.writeValueAsBytes(alertmanager ? alertmanagerShape(problem) : shape(problem.at(path)));
        DataBuffer buffer = response.bufferFactory().wrap(body);
        return response.writeWith(Mono.just(buffer));
    }

    private static Map<String, Object> shape(Problem problem) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("type", problem.type());
        out.put("title", problem.title());
        out.put("status", problem.status());
        out.put("detail", problem.detail());
        if (problem.instance() != null) {
            out.put("instance", problem.instance());
        }
        if (!problem.errors().isEmpty()) {
            out.put("errors", problem.errors());
        }
        return out;
    }

    private static Map<String, Object> alertmanagerShape(Problem problem) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("code", problem.status());
        out.put("message", problem.detail());
        return out;
    }

    private static Problem unasked(NoConnectionException e) {
        return switch (e.why()) {
            case QUEUE_FULL, WAITED -> Problem.of(ProblemKind.DATABASE_BUSY, String.valueOf(e.getMessage()));
            case UNREACHABLE -> Problem.unavailable("the database cannot be reached");
        };
    }

    private static Problem wrongMethod(ServerWebExchange exchange, MethodNotAllowedException e) {
        return Problem.of(
                ProblemKind.METHOD_NOT_ALLOWED,
                exchange.getRequest().getMethod() + " is not allowed here; allowed: " + allowed(e));
    }

    private static Map<String, String> allow(MethodNotAllowedException e) {
        return Map.of(HttpHeaders.ALLOW, allowed(e));
    }

    private static String allowed(MethodNotAllowedException e) {
        return String.join(
                ", ",
                e.getSupportedMethods().stream().map(Object::toString).sorted().toList());
    }

    private static Problem ofStatus(ServerWebExchange exchange, ErrorResponse e) {
        int status = e.getStatusCode().value();
        String path = exchange.getRequest().getPath().value();
        if (status == 404) {
            return Problem.notFound("path " + path + " was not found");
        }
        String detail = e.getBody().getDetail();
        return Problem.ofStatus(status, detail == null ? ProblemKind.of(status).title() : detail);
    }

    private static Problem unexpected(ServerWebExchange exchange, Throwable error) {
        String number = String.format("%08x", ThreadLocalRandom.current().nextInt());
        LOG.error(
                "{} {} failed; told the caller as error {}",
                exchange.getRequest().getMethod(),
                exchange.getRequest().getPath().value(),
                number,
                error);
        return Problem.of(ProblemKind.INTERNAL_ERROR, "the server failed; its log has the cause under error " + number);
    }
}
