package dev.tidegate.gateway.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.JsonNode;

/** Somebody at a gateway, known by what they show: what they ask for and do there. */
record Visitor(SharedGateway gateway, String authorization) {
    /** Whoever shows a token that an administrator has made so. */
    static Visitor withToken(SharedGateway gateway, String body) {
        HttpResponse<String> made = gateway.call("POST", "/api/v1/tokens", "admin", body);
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return new Visitor(
                gateway,
                "Bearer " + SharedGateway.json(made.body()).path("token").asString(""));
    }

    HttpResponse<String> call(String method, String path, String body) {
        return body.isEmpty()
                ? gateway.call(method, path, "", body, "Authorization", authorization)
                : gateway.call(
                        method, path, "", body, "Authorization", authorization, "Content-Type", "application/json");
    }

    JsonNode read(String path) {
        HttpResponse<String> answer = call("GET", path, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return SharedGateway.json(answer.body());
    }

    /** The id of what was made. */
    String made(String path, String body) {
        HttpResponse<String> answer = call("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return SharedGateway.json(answer.body()).path("id").asString("");
    }

    String silence(String node) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        HttpResponse<String> answer =
                call("POST", "/api/v2/silences", """
                    {"matchers":[{"name":"host","value":"%s","isRegex":false}],"startsAt":"%s","endsAt":"%s",
                     "createdBy":"somebody","comment":"works at %s"}\
                    """.formatted(node, now, now.plusSeconds(3_600), node));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return SharedGateway.json(answer.body()).path("silenceID").asString("");
    }

    /** An alert about the first node of a tenant; gives the id of its incident. */
    String fire(String tenant, String name) {
        HttpResponse<String> sent = call(
                "POST",
                "/api/v2/alerts",
                "[{\"labels\":{\"alertname\":\"%s\",\"host\":\"%s1\",\"cluster\":\"%s\",\"severity\":\"critical\"}}]"
                        .formatted(name, tenant, tenant));
        assertThat(sent.statusCode()).as(sent.body()).isEqualTo(200);
        return gateway.await(
                        "/api/v1/incidents?alertname=" + name + "&site=" + tenant,
                        "read",
                        answer -> answer.body().contains("\"id\""))
                .body()
                .transform(page -> SharedGateway.json(page)
                        .path("items")
                        .path(0)
                        .path("id")
                        .asString(""));
    }
}
