package dev.tidegate.gateway.whole;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.ingest.Problems;
import dev.tidegate.gateway.ingest.Refusal;
import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.problem.NoConnectionException;
import dev.tidegate.gateway.problem.NoConnectionException.Why;
import dev.tidegate.gateway.problem.ProblemAnswers;
import dev.tidegate.gateway.problem.ProblemKind;
import dev.tidegate.model.log.LogUnavailableException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Walks every kind of problem: however it comes about, it has the type, title and status of its kind. */
class ProblemsIT {
    private static final String INCIDENTS = "/api/v1/incidents";
    private static final String WEBHOOK = "/api/v1/webhooks/alertmanager";

    private final SharedGateway gateway = SharedGateway.get();
    private final Set<ProblemKind> seen = EnumSet.noneOf(ProblemKind.class);

    @Test
    void everyKindIsToldInTheSameScheme() {
        String incident = gateway.incident("problems");
        String[] json = {"Content-Type", "application/json"};
        expect(ProblemKind.BAD_REQUEST, gateway.call("GET", INCIDENTS + "?state=opened", "read", ""));
        expect(ProblemKind.BAD_REQUEST, gateway.call("POST", WEBHOOK, "ingest", "{", json));
        expect(ProblemKind.BAD_REQUEST, gateway.call("POST", WEBHOOK, "ingest", "{\"alerts\":[{}]}", json));
        for (String unkind : List.of("?q=%00", "?node=a%00", "?cursor=%00", "?q=a&q=b", "?limit=0x1")) {
            expect(ProblemKind.BAD_REQUEST, gateway.call("GET", INCIDENTS + unkind, "read", ""));
        }
        expect(ProblemKind.BAD_REQUEST, gateway.call("GET", INCIDENTS + "/..%2f..%2fetc", "read", ""));
        expect(ProblemKind.BAD_REQUEST, gateway.call("GET", "/api/v1/alerts?filter=a%3D%22%00%22", "read", ""));
        expect(ProblemKind.BAD_REQUEST, gateway.call("GET", INCIDENTS + "/stream", "read", "", "Accept", ";;;"));
        assertThat(gateway.call("GET", "/api/v2/alerts?filter=a%3D%22%00%22", "read", "")
                        .statusCode())
                .isEqualTo(400);
        expect(
                ProblemKind.BAD_REQUEST,
                gateway.call("POST", INCIDENTS + "/" + incident + "/merge", "admin", "{\"into\":null}", json));
        expect(
                ProblemKind.NOT_FOUND,
                gateway.call("POST", INCIDENTS + "/" + incident + "/merge", "admin", "{\"into\":\"a\\u0000\"}", json));
        for (String nowhere : List.of(
                INCIDENTS + "?since=%2B999999999-12-31T23:59:59Z",
                INCIDENTS + "?until=-999999999-01-01T00:00:00Z",
                INCIDENTS + "?cursor=" + cursor("incidents", "2026-01-01T00:00:00Z", "a\0b"),
                "/api/v1/alerts?cursor=" + cursor("alerts", "0000000000000000", "\0", "1"),
                "/api/v2/alerts?filter=host%3D~%22" + "cmp001%7C".repeat(2_000) + "x%22")) {
            assertThat(gateway.call("GET", nowhere, "read", "").statusCode())
                    .as(nowhere)
                    .isEqualTo(200);
        }
        HttpResponse<String> head = gateway.call("HEAD", INCIDENTS + "/" + incident, "read", "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("ETag")).isPresent();
        HttpResponse<String> unknownToAmtool = gateway.call("GET", "/api/v2/alerts", "somebody", "");
        assertThat(unknownToAmtool.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(unknownToAmtool.body()).startsWith("{\"code\":401,\"message\":\"");
        expect(ProblemKind.UNAUTHORIZED, gateway.call("GET", INCIDENTS, "", ""));
        expect(ProblemKind.UNAUTHORIZED, gateway.call("GET", INCIDENTS, "somebody", ""));
        expect(ProblemKind.FORBIDDEN, gateway.call("GET", INCIDENTS, "ingest", ""));
        expect(ProblemKind.NOT_FOUND, gateway.call("GET", INCIDENTS + "/none", "read", ""));
        expect(ProblemKind.NOT_FOUND, gateway.call("GET", "/nowhere", "admin", ""));
        expect(ProblemKind.NOT_FOUND, gateway.call("POST", "/api/v1/webhooks/pager", "ingest", "{}", json));
        expect(ProblemKind.METHOD_NOT_ALLOWED, gateway.call("PUT", INCIDENTS, "admin", ""));
        expect(ProblemKind.METHOD_NOT_ALLOWED, gateway.call("GET", WEBHOOK, "read", ""));
        expect(ProblemKind.METHOD_NOT_ALLOWED, gateway.call("GET", "/alert", "read", ""));
        expect(
                ProblemKind.NOT_ACCEPTABLE,
                gateway.call("GET", INCIDENTS + "/stream", "read", "", "Accept", "text/html"));
        expect(
                ProblemKind.CONFLICT,
                gateway.call("POST", INCIDENTS + "/" + incident + "/unacknowledge", "admin", "", json));
        expect(
                ProblemKind.PRECONDITION_FAILED,
                gateway.call("POST", INCIDENTS + "/" + incident + "/acknowledge", "admin", "", "If-Match", "\"0\""));
        expect(ProblemKind.CONTENT_TOO_LARGE, gateway.call("POST", WEBHOOK, "ingest", " ".repeat(17 << 20), json));
        String long300 = "{\"text\":\"" + "x".repeat(300 << 10) + "\"}";
        expect(
                ProblemKind.CONTENT_TOO_LARGE,
                gateway.call("POST", INCIDENTS + "/" + incident + "/comment", "admin", long300, json));
        assertThat(gateway.call("POST", "/api/v2/silences", "admin", long300, json)
                        .statusCode())
                .isEqualTo(413);
        expect(
                ProblemKind.UNSUPPORTED_MEDIA_TYPE,
                gateway.call("POST", WEBHOOK, "ingest", "x", "Content-Type", "text/plain"));
        // what a healthy gateway cannot be brought to say
        for (RefusalReason reason : RefusalReason.values()) {
            var answer = Problems.refusal(new Refusal(reason, "because \"so\""));
            expect(ProblemKind.of(reason.status()), answer.status(), answer.mediaType(), answer.body());
        }
        expect(ProblemKind.INTERNAL_ERROR, new IllegalStateException("a secret"));
        expect(ProblemKind.UNAVAILABLE, new LogUnavailableException("a secret"));
        expect(ProblemKind.UNAVAILABLE, noConnection(Why.UNREACHABLE, "a secret"));
        expect(ProblemKind.DATABASE_BUSY, noConnection(Why.WAITED, "busy"));
        expect(ProblemKind.DATABASE_BUSY, noConnection(Why.QUEUE_FULL, "busy"));
        assertThat(EnumSet.complementOf(EnumSet.copyOf(seen))).containsExactly(ProblemKind.TOO_MANY_REQUESTS);
    }

    /** Each guess costs the gateway a second of work, as it should. */
    @Tag("slow")
    @Test
    void whoGuessesAPasswordIsToldToWait() {
        for (int i = 0; i < 6; i++) {
            HttpResponse<String> wrong = gateway.call(
                    "POST",
                    "/api/v1/session",
                    "",
                    "{\"name\":\"mallory\",\"password\":\"guess-" + i + "\"}",
                    "Content-Type",
                    "application/json");
            expect(i < 5 ? ProblemKind.UNAUTHORIZED : ProblemKind.TOO_MANY_REQUESTS, wrong);
        }
    }

    private static NoConnectionException noConnection(Why why, String detail) {
        return new NoConnectionException(why, detail, new IllegalStateException("a secret"));
    }

    private void expect(ProblemKind kind, HttpResponse<String> answer) {
        expect(
                kind,
                answer.statusCode(),
                answer.headers().firstValue("Content-Type").orElse(""),
                answer.body());
    }

    private void expect(ProblemKind kind, Throwable failure) {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.get(INCIDENTS));
        new ProblemAnswers(JsonMapper.shared()).handle(exchange, failure).block(Duration.ofSeconds(5));
        String body = exchange.getResponse().getBodyAsString().blockOptional().orElse("");
        assertThat(body).doesNotContain("a secret");
        assertThat(exchange.getResponse().getHeaders().getFirst("Retry-After"))
                .isEqualTo(kind.status() == 503 ? "1" : null);
        expect(
                kind,
                Objects.requireNonNull(exchange.getResponse().getStatusCode()).value(),
                String.valueOf(exchange.getResponse().getHeaders().getContentType()),
                body);
    }

    private void expect(ProblemKind kind, int status, String mediaType, String body) {
        assertThat(status).as(body).isEqualTo(kind.status());
        assertThat(mediaType).as(body).isEqualTo("application/problem+json");
        JsonNode problem = SharedGateway.json(body);
        assertThat(problem.path("type").asString("")).isEqualTo(kind.type());
        assertThat(problem.path("title").asString("")).isEqualTo(kind.title());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("detail").asString("")).isNotEmpty();
        seen.add(kind);
    }

    /** A cursor as somebody may make one up. */
    private static String cursor(String... parts) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(String.join("\u001f", parts).getBytes(StandardCharsets.UTF_8));
    }
}
