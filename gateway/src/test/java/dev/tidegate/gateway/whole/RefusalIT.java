package dev.tidegate.gateway.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What people ask of incidents and real shards refuse: the caller hears why, in plain words. */
class RefusalIT {
    private final SharedGateway gateway = SharedGateway.get();

    private HttpResponse<String> act(String incident, String action, String body) {
        return gateway.call(
                "POST",
                "/api/v1/incidents/" + incident + "/" + action,
                "admin",
                body,
                "Content-Type",
                "application/json");
    }

    private static void refused(HttpResponse<String> answer, String detail) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        JsonNode problem = SharedGateway.json(answer.body());
        assertThat(problem.path("type").asString("")).isEqualTo("/problems/conflict");
        assertThat(problem.path("detail").asString("")).isEqualTo(detail);
    }

    @Test
    void whatCannotBeDoneIsAnsweredWithTheShardsReason() {
        String incident = gateway.incident("refusals");
        refused(act(incident, "unacknowledge", ""), "incident " + incident + " is open, not acknowledged");
        assertThat(act(incident, "acknowledge", "").statusCode()).isEqualTo(200);
        refused(act(incident, "acknowledge", ""), "incident " + incident + " is acknowledged already");
        refused(
                act(incident, "split", "{\"fingerprints\":[\"00000000000000aa\"]}"),
                "alert \"00000000000000aa\" does not belong to incident " + incident);
        assertThat(act(incident, "resolve", "").statusCode()).isEqualTo(200);
        refused(act(incident, "resolve", ""), "incident " + incident + " is resolved already");
        refused(
                act(incident, "merge", "{\"into\":\"" + incident + "\"}"),
                "incident " + incident + " can only be merged into another incident of its own site, not into "
                        + incident);
    }

    @Test
    void theRefusalIsOnTheIncidentsTimeline() {
        String incident = gateway.incident("refusals-told");
        act(incident, "unacknowledge", "");
        JsonNode timeline = SharedGateway.json(
                        gateway.call("GET", "/api/v1/incidents/" + incident + "/timeline", "read", "")
                                .body())
                .path("items");
        JsonNode last = timeline.valueStream()
                .filter(event -> event.path("kind").asString("").equals("command.refused"))
                .findFirst()
                .orElseThrow();
        assertThat(last.path("incident").asString("")).isEqualTo(incident);
        assertThat(last.path("details").path("command").asString("")).isEqualTo("unacknowledge");
        assertThat(last.path("details").path("reason").asString("")).contains("not acknowledged");
    }
}
