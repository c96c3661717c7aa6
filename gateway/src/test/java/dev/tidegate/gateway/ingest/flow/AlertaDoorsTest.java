package dev.tidegate.gateway.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.ingest.IngestLimits;
import dev.tidegate.model.Alert;
import dev.tidegate.model.Labels;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What Alerta's command line client and its plugins get. */
class AlertaDoorsTest {
    private static final String WEB = """
            {"resource":"web01","event":"HttpError","environment":"Production","severity":"major","service":["web","shop"],
             "group":"Web","value":"500","text":"Site down","tags":["a","b=c"],"attributes":{"cluster":"eu1","region":"EU"},
             "origin":"curl","type":"exceptionAlert","createTime":"2026-03-01T11:59:00.000Z","timeout":600,"customer":"ACME",
             "rawData":{"any":[1]},"correlate":["HttpError","HttpOk"],"unknown":1}""";

    @ParameterizedTest
    @ValueSource(strings = {"/alert", "/api/alert"})
    void takesAnAlertAndShowsIt(String path) {
        try (Doors doors = Doors.open()) {
            HttpResponse<String> answer = doors.post(path, WEB);
            assertThat(answer.statusCode()).isEqualTo(201);
            JsonNode reply = JsonMapper.shared().readTree(answer.body());
            assertThat(reply.path("status").asString()).isEqualTo("ok");
            assertThat(reply.path("id").asString()).matches("[0-9a-f-]{36}");
            JsonNode shown = reply.path("alert");
            assertThat(shown.path("id")).isEqualTo(reply.path("id"));
            assertThat(shown.path("severity").asString()).isEqualTo("major");
            assertThat(shown.path("status").asString()).isEqualTo("open");
            assertThat(shown.path("service").get(1).asString()).isEqualTo("shop");
            assertThat(shown.path("createTime").asString()).isEqualTo("2026-03-01T11:59:00.000Z");
            assertThat(shown.path("duplicateCount").asInt()).isZero();
            assertThat(shown.path("history").isArray()).isTrue();

            Alert alert = doors.log.alerts().getFirst();
            assertThat(alert.labels())
                    .isEqualTo(Labels.of(
                            "alertname",
                            "HttpError",
                            "cluster",
                            "eu1",
                            "customer",
                            "ACME",
                            "environment",
                            "Production",
                            "instance",
                            "web01",
                            "resource",
                            "web01"));
            assertThat(alert.annotations().get("severity")).isEqualTo("major");
            assertThat(alert.annotations().get("service")).isEqualTo("web,shop");
            assertThat(alert.annotations().get("region")).isEqualTo("EU");
            assertThat(alert.startsAt()).isEqualTo(Instant.parse("2026-03-01T11:59:00Z"));
            assertThat(alert.endsAt()).isEqualTo(Doors.NOW.plus(Duration.ofMinutes(10)));
            assertThat(doors.log.records().getFirst().scope().site()).isEqualTo("eu1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok", "normal", "cleared", "Normal"})
    void normalSeverityEndsTheSameAlert(String severity) {
        try (Doors doors = Doors.open()) {
            doors.post(
                    "/alert",
                    "{\"resource\":\"web01\",\"event\":\"Http\",\"severity\":\"critical\",\"group\":\"Web\"}");
            HttpResponse<String> answer = doors.post(
                    "/alert", "{\"resource\":\"web01\",\"event\":\"Http\",\"severity\":\"" + severity + "\"}");
            assertThat(answer.body()).contains("\"status\":\"closed\"");
            assertThat(doors.log.alerts())
                    .extracting(Alert::fingerprint)
                    .hasSize(2)
                    .containsOnly(doors.log.alerts().getFirst().fingerprint());
            assertThat(doors.log.alerts().get(0).endsAt()).isEqualTo(Doors.NOW.plus(Duration.ofDays(1)));
            assertThat(doors.log.alerts().get(1).endsAt()).isEqualTo(Doors.NOW);
        }
    }

    /** To Alerta they are one alert whose event changes. */
    @Test
    void anEventEndsThoseItIsCorrelatedWith() {
        try (Doors doors = Doors.open()) {
            String both = "\"resource\":\"web01\",\"correlate\":[\"NodeUp\",\"NodeDown\",\"NodeDown\",\"\",null]}";
            doors.post("/alert", "{\"event\":\"NodeDown\",\"severity\":\"major\",\"text\":\"gone\"," + both);
            doors.post("/alert", "{\"event\":\"NodeUp\",\"severity\":\"normal\",\"text\":\"back\"," + both);
            assertThat(doors.log.alerts())
                    .extracting(alert -> alert.labels().get("alertname"))
                    .containsExactly("NodeDown", "NodeUp", "NodeUp", "NodeDown");
            Alert down = doors.log.alerts().get(0);
            Alert ended = doors.log.alerts().get(3);
            assertThat(ended.fingerprint()).isEqualTo(down.fingerprint());
            assertThat(down.endsAt()).isAfter(Doors.NOW);
            assertThat(ended.endsAt()).isEqualTo(Doors.NOW);
            assertThat(ended.annotations().get("summary")).isEqualTo("back");
            assertThat(doors.log.alerts().get(1).endsAt()).isEqualTo(Doors.NOW);
        }
    }

    @Test
    void attributesAreKeptAsTextOrJson() {
        try (Doors doors = Doors.open()) {
            doors.post(
                    "/alert",
                    "{\"resource\":\"r\",\"event\":\"e\",\"attributes\":{\"ip\":null,\"n\":5,\"s\":\"x\",\"l\":[1,\"a\"],\"o\":{\"b\":true}}}");
            Labels annotations = doors.log.alerts().getFirst().annotations();
            assertThat(annotations.get("ip")).isNull();
            assertThat(annotations.get("n")).isEqualTo("5");
            assertThat(annotations.get("s")).isEqualTo("x");
            assertThat(annotations.get("l")).isEqualTo("[1,\"a\"]");
            assertThat(annotations.get("o")).isEqualTo("{\"b\":true}");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\u0001',
            value = {
                "{\"event\":\"e\"}|Missing mandatory value for \\\"resource\\\"",
                "{\"resource\":\"r\"}|Missing mandatory value for \\\"event\\\"",
                "{\"resource\":\"r\",\"event\":\"e\",\"attributes\":{\"a.b\":1}}|Attribute keys must not contain",
                "{\"resource\":\"r\",\"event\":\"e\",\"timeout\":-1}|Invalid negative 'timeout' value (-1)",
                "{\"resource\":\"r\",\"event\":\"e\",\"customer\":\"\"}|customer must not be an empty string",
                "{\"resource\":\"r\",\"event\":\"e\",\"createTime\":\"now\"}|createTime: not a time",
                "{\"resource\":\"r\",\"event\":\"e\",\"tags\":\"x\"}|tags: must be a list",
                "[]|the body: must be an object",
                "{\"resource\":\"r\",|(at byte ",
                "null|the body is null"
            })
    void mistakesAreNamed(String body, String words) {
        try (Doors doors = Doors.open()) {
            HttpResponse<String> answer = doors.post("/alert", body);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .startsWith("{\"status\":\"error\",\"message\":")
                    .contains(words);
            assertThat(doors.log.records()).isEmpty();
        }
    }

    @Test
    void environmentsCanBeLimited() {
        try (Doors doors = Doors.open(IngestLimits.DEFAULT, "Production", "Development")) {
            HttpResponse<String> answer =
                    doors.post("/alert", "{\"resource\":\"r\",\"event\":\"e\",\"environment\":\"Moon\"}");
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("[POLICY] Alert environment must be one of Development, Production");
            assertThat(doors.refused("environment_refused")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/webhooks/prometheus", "/api/webhooks/prometheus"})
    void prometheusNotificationsKeepTheirIdentityAndAreShownInAlertasWords(String path) {
        try (Doors doors = Doors.open()) {
            HttpResponse<String> answer = doors.post(path, """
                    {"version":"4","status":"firing","externalURL":"http://am","alerts":[{"status":"firing",
                      "labels":{"alertname":"DiskFull","instance":"db1:9100","job":"node","severity":"major","device":"sda",
                                "service":"db,shop","environment":"Production"},
                      "annotations":{"description":"full","value":"99"},"startsAt":"2026-03-01T11:00:00Z",
                      "endsAt":"0001-01-01T00:00:00Z","generatorURL":"http://prom"}]}""");
            assertThat(answer.statusCode()).isEqualTo(201);
            JsonNode shown = JsonMapper.shared().readTree(answer.body()).path("alert");
            assertThat(shown.path("resource").asString()).isEqualTo("db1:9100");
            assertThat(shown.path("event").asString()).isEqualTo("DiskFull");
            assertThat(shown.path("group").asString()).isEqualTo("node");
            assertThat(shown.path("severity").asString()).isEqualTo("major");
            assertThat(shown.path("text").asString()).isEqualTo("full");
            assertThat(shown.path("service").size()).isEqualTo(2);
            assertThat(shown.path("tags").get(0).asString()).isEqualTo("device=sda");
            Alert alert = doors.log.alerts().getFirst();
            assertThat(alert.labels().size()).isEqualTo(7);
            assertThat(alert.endsAt()).isEqualTo(Doors.NOW.plus(Duration.ofHours(5)));
        }
    }

    @Test
    void severalNotificationsAnswerWithTheirIdsAndBadOnesAreNamed() {
        try (Doors doors = Doors.open()) {
            String one =
                    "{\"status\":\"resolved\",\"labels\":{\"alertname\":\"A\"},\"endsAt\":\"2026-03-01T11:00:00Z\"}";
            assertThat(doors.post("/webhooks/prometheus", "{\"alerts\":[" + one + "," + one + "]}")
                            .body())
                    .contains("\"ids\":[");
            HttpResponse<String> bad = doors.post(
                    "/webhooks/prometheus",
                    "{\"alerts\":[" + one + ",null,{\"labels\":{}},{\"labels\":{\"a\":\"b\"},\"startsAt\":\"x\"}]}");
            assertThat(bad.statusCode()).isEqualTo(400);
            assertThat(bad.body())
                    .contains("alerts[1]: expected an object")
                    .contains("alerts[2].labels: at least one label pair required")
                    .contains("alerts[3].startsAt: not a time");
            assertThat(doors.post("/webhooks/prometheus", "{}").body()).contains("no alerts in Prometheus");
            assertThat(doors.log.alerts()).hasSize(3);
            assertThat(doors.log.alerts().getFirst().endsAt()).isEqualTo(Instant.parse("2026-03-01T11:00:00Z"));
        }
    }
}
