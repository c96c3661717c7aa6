package dev.tidegate.gateway.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.model.Alert;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Payloads as Alertmanager and Grafana send them to their webhooks. */
class WebhookDoorsTest {
    private static final String ALERTMANAGER = """
            {"receiver":"tidegate","status":"firing","alerts":[
              {"status":"firing","labels":{"alertname":"NodeDown","instance":"cmp01:9100"},
               "annotations":{"summary":"down"},"startsAt":"2026-03-01T11:50:00.5Z","endsAt":"0001-01-01T00:00:00Z",
               "generatorURL":"http://prom/graph","fingerprint":"e0c8fb6502ff6014"},
              {"status":"resolved","labels":{"alertname":"NodeDown","instance":"cmp02:9100"},"annotations":{},
               "startsAt":"2026-03-01T11:40:00Z","endsAt":"2026-03-01T11:55:00Z","generatorURL":"","fingerprint":"x"}],
             "groupLabels":{"alertname":"NodeDown"},"commonLabels":{"alertname":"NodeDown"},"commonAnnotations":{},
             "externalURL":"http://am:9093","version":"4","groupKey":"{}:{alertname=\\"NodeDown\\"}","truncatedAlerts":0}""";

    @Test
    void alertmanagersAlertsAreHeldUntilItSaysResolved() {
        try (Doors doors = Doors.open()) {
            HttpResponse<String> answer = doors.post("/api/v1/webhooks/alertmanager", ALERTMANAGER);
            assertThat(answer.statusCode()).isEqualTo(200);
            Alert firing = doors.log.alerts().get(0);
            assertThat(firing.labels().get("instance")).isEqualTo("cmp01:9100");
            assertThat(firing.startsAt()).isEqualTo(Instant.parse("2026-03-01T11:50:00.5Z"));
            assertThat(firing.endsAt()).isEqualTo(Doors.NOW.plus(Duration.ofHours(5)));
            Alert resolved = doors.log.alerts().get(1);
            assertThat(resolved.endsAt()).isEqualTo(Instant.parse("2026-03-01T11:55:00Z"));
        }
    }

    @Test
    void grafanasLinksAndValueAreKept() {
        try (Doors doors = Doors.open()) {
            HttpResponse<String> answer = doors.post("/api/v1/webhooks/grafana", """
                    {"receiver":"tidegate","status":"firing","orgId":1,"alerts":[{"status":"firing",
                      "labels":{"alertname":"High load","grafana_folder":"Infra","instance":"web1"},
                      "annotations":{"summary":"load","panelURL":"mine"},"startsAt":"2026-03-01T12:50:00+01:00",
                      "endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://g/alerting/1","fingerprint":"57c6d9296de2ad39",
                      "silenceURL":"http://g/silence","dashboardURL":"http://g/d/1","panelURL":"http://g/p/1",
                      "values":{"B":44.23},"valueString":"[ var='B' value=44.23 ]","imageURL":null}],
                     "groupLabels":{},"commonLabels":{},"commonAnnotations":{},"externalURL":"http://g/","version":"1",
                     "groupKey":"{}:{}","truncatedAlerts":0,"title":"[FIRING:1]","state":"alerting","message":"m"}""");
            assertThat(answer.statusCode()).isEqualTo(200);
            Alert alert = doors.log.alerts().getFirst();
            assertThat(alert.labels().toString())
                    .isEqualTo("{alertname=\"High load\", grafana_folder=\"Infra\", instance=\"web1\"}");
            assertThat(alert.annotations().get("valueString")).isEqualTo("[ var='B' value=44.23 ]");
            assertThat(alert.annotations().get("dashboardURL")).isEqualTo("http://g/d/1");
            assertThat(alert.annotations().get("panelURL")).isEqualTo("mine");
            assertThat(alert.startsAt()).isEqualTo(Instant.parse("2026-03-01T11:50:00Z"));
            assertThat(doors.log.records().getFirst().source()).isEqualTo("grafana");
        }
    }

    @Test
    void alertsThatASenderLeftOutAreCountedAndTold() {
        try (Doors doors = Doors.open()) {
            for (String truncated : new String[] {"7", " 5 ", "null", "\"many\"", "-3", "0"}) {
                HttpResponse<String> answer = doors.post(
                        "/api/v1/webhooks/alertmanager",
                        ALERTMANAGER.replace("\"truncatedAlerts\":0", "\"truncatedAlerts\":" + truncated));
                assertThat(answer.statusCode()).as(truncated).isEqualTo(200);
                assertThat(answer.body().contains("max_alerts"))
                        .as(truncated)
                        .isEqualTo(truncated.contains("7") || truncated.contains("5"));
            }
            assertThat(doors.meters
                            .get("tidegate.ingest.left.out")
                            .tag("format", "alertmanager-webhook")
                            .counter()
                            .count())
                    .isEqualTo(12);
            assertThat(doors.log.alerts()).hasSize(12);
        }
    }

    @Test
    void mistakesAreProblems() {
        try (Doors doors = Doors.open()) {
            HttpResponse<String> noAlerts = doors.post("/api/v1/webhooks/alertmanager", "{\"version\":\"4\"}");
            assertThat(noAlerts.statusCode()).isEqualTo(400);
            assertThat(noAlerts.headers().firstValue("Content-Type")).hasValue("application/problem+json");
            assertThat(noAlerts.body())
                    .isEqualTo("{\"type\":\"/problems/bad-request\",\"title\":\"Bad request\",\"status\":400,"
                            + "\"detail\":\"the body has no member \\\"alerts\\\" with the alerts\"}");
            HttpResponse<String> cut = doors.post("/api/v1/webhooks/alertmanager", "{\"truncatedAlerts\":5");
            assertThat(cut.statusCode()).isEqualTo(400);
            assertThat(cut.body()).contains("but the text ends");
            HttpResponse<String> oneBad = doors.post(
                    "/api/v1/webhooks/grafana",
                    "{\"alerts\":[{\"labels\":{}},{\"labels\":{\"a\":\"b\"},\"status\":\"firing\"}]}");
            assertThat(oneBad.statusCode()).isEqualTo(400);
            assertThat(oneBad.body()).contains("alerts[0].labels: at least one label pair required");
            assertThat(doors.log.alerts()).hasSize(1);
            HttpResponse<String> unknown = doors.post("/api/v1/webhooks/pager", "{}");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.body()).contains("there is no webhook \\\"pager\\\"");
        }
    }
}
