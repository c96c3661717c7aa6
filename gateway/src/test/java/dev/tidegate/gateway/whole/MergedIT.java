package dev.tidegate.gateway.whole;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Incidents that were merged away, and alerts that say how bad they are elsewhere than in a label. */
class MergedIT {
    private static final String INCIDENTS = "/api/v1/incidents";

    private final SharedGateway gateway = SharedGateway.get();

    private void fire(String labels, String annotations) {
        String body = "[{\"labels\":{" + labels + "},\"annotations\":{" + annotations + "}}]";
        assertThat(gateway.call("POST", "/api/v2/alerts", "ingest", body, "Content-Type", "application/json")
                        .statusCode())
                .isEqualTo(200);
    }

    private JsonNode list(String query) {
        return SharedGateway.json(
                        gateway.call("GET", INCIDENTS + query, "read", "").body())
                .path("items");
    }

    private JsonNode one(String id) {
        return SharedGateway.json(
                gateway.call("GET", INCIDENTS + "/" + id, "read", "").body());
    }

    @Test
    void whatWasMergedAwayKeepsItsNameAndIsLeftOutOfTheList() {
        fire(
                "\"alertname\":\"NtpOffsetTooHigh\",\"host\":\"cmp01\",\"severity\":\"warning\",\"cluster\":\"merging\"",
                "");
        fire(
                "\"alertname\":\"SystemDiskErrorsTooHigh\",\"host\":\"cmp09\",\"severity\":\"critical\",\"cluster\":\"merging\"",
                "");
        gateway.await(
                INCIDENTS + "?site=merging",
                "read",
                answer -> SharedGateway.json(answer.body()).path("items").size() == 2);
        List<JsonNode> both = new ArrayList<>();
        list("?site=merging").forEach(both::add);
        JsonNode gone = both.stream()
                .filter(incident -> incident.path("severity").asString("").equals("critical"))
                .findFirst()
                .orElseThrow();
        JsonNode kept = both.stream()
                .filter(incident -> !incident.equals(gone))
                .findFirst()
                .orElseThrow();
        String from = gone.path("id").asString("");
        String into = kept.path("id").asString("");

        var merged = gateway.call(
                "POST",
                INCIDENTS + "/" + from + "/merge",
                "admin",
                "{\"into\":\"" + into + "\",\"comment\":\"one switch\"}",
                "Content-Type",
                "application/json");
        assertThat(merged.statusCode()).as(merged.body()).isEqualTo(200);
        JsonNode after = one(from);
        assertThat(after.path("state").asString("")).isEqualTo("merged");
        assertThat(after.path("mergedInto").asString("")).isEqualTo(into);
        assertThat(after.path("title")).isEqualTo(gone.path("title"));
        assertThat(after.path("severity")).isEqualTo(gone.path("severity"));
        assertThat(one(into).path("timeline"))
                .as("what it took in is on its own timeline too")
                .anyMatch(event -> event.path("kind").asString("").equals("incident.merged")
                        && event.path("incident").asString("").equals(from)
                        && event.path("details").path("comment").asString("").equals("one switch"));
        assertThat(list("?site=merging")).hasSize(1);
        assertThat(list("?site=merging").path(0).path("id").asString("")).isEqualTo(into);
        assertThat(list("?site=merging&state=merged").path(0).path("id").asString(""))
                .isEqualTo(from);
    }

    @Test
    void aSeverityInAnAnnotationCounts() {
        fire("\"alertname\":\"Bare\",\"host\":\"n1\",\"cluster\":\"annotated\"", "\"severity\":\"major\"");
        gateway.await(
                INCIDENTS + "?site=annotated", "read", answer -> answer.body().contains("\"id\""));
        assertThat(list("?site=annotated").path(0).path("severity").asString(""))
                .isEqualTo("major");
        assertThat(SharedGateway.json(gateway.call("GET", "/api/v1/alerts?site=annotated", "read", "")
                                .body())
                        .path("items")
                        .path(0)
                        .path("severity")
                        .asString(""))
                .isEqualTo("major");
    }
}
