package dev.tidegate.gateway.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.model.Alert;
import dev.tidegate.model.Fingerprint;
import dev.tidegate.model.Labels;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What Prometheus, amtool and older senders get; the answers are those of Alertmanager 0.25 where it has one. */
class AlertmanagerDoorsTest {
    private static final String V2 = "/api/v2/alerts";

    @Test
    void takesWhatPrometheusSends() {
        try (Doors doors = Doors.open()) {
            HttpResponse<String> answer = doors.post(V2, """
                    [{"annotations":{"summary":"cmp01 is down"},
                      "endsAt":"2026-03-01T12:04:00.123Z","startsAt":"2026-03-01T11:59:00.123456789Z",
                      "generatorURL":"http://prom:9090/graph?g0.expr=up+%3D%3D+0&g0.tab=1",
                      "labels":{"alertname":"NodeDown","cluster":"eu1","instance":"cmp01:9100","severity":"critical"}},
                     {"labels":{"alertname":"Watchdog","empty":"","cluster":"us1"}}]""");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).isEmpty();
            assertThat(doors.log.alerts())
                    .containsExactlyInAnyOrder(
                            new Alert(
                                    Labels.of(
                                            "alertname",
                                            "NodeDown",
                                            "cluster",
                                            "eu1",
                                            "instance",
                                            "cmp01:9100",
                                            "severity",
                                            "critical"),
                                    Labels.of("summary", "cmp01 is down"),
                                    Instant.parse("2026-03-01T11:59:00.123456Z"),
                                    Instant.parse("2026-03-01T12:04:00.123Z"),
                                    "http://prom:9090/graph?g0.expr=up+%3D%3D+0&g0.tab=1"),
                            new Alert(
                                    Labels.of("alertname", "Watchdog", "cluster", "us1"),
                                    Labels.EMPTY,
                                    Doors.NOW,
                                    null,
                                    ""));
            assertThat(doors.log.records())
                    .extracting(record -> record.scope().site())
                    .containsExactlyInAnyOrder("eu1", "us1");
            assertThat(doors.log.records())
                    .allSatisfy(record -> assertThat(record.source()).isEqualTo("alertmanager-v2"));
            assertThat(doors.counted("tidegate.ingest.accepted", "format", "alertmanager-v2"))
                    .isEqualTo(2);
            assertThat(doors.acknowledged.snapshot()).contains(1L).contains(2L);
        }
    }

    @Test
    void identityIsAlertmanagers() {
        try (Doors doors = Doors.open()) {
            doors.post(V2, "[{\"labels\":{\"ort\":\"東京\\ud834\\udd1e\",\"alertname\":\"Gr\\u00f6ße\"}}]");
            assertThat(Fingerprint.toHex(doors.log.alerts().getFirst().fingerprint()))
                    .isEqualTo("e76920bb7e17ee1b");
        }
    }

    @Test
    void keepsTheGoodOnesAndNamesTheBad() {
        try (Doors doors = Doors.open()) {
            HttpResponse<String> answer = doors.post(V2, """
                    [{"labels":{"a":"good"}}, {"labels":{"":"x"}}, {"labels":{"a":""}}, {}, {"labels":{"n":5}},
                     {"labels":{"a":"b"},"startsAt":"yesterday"},
                     {"labels":{"a":"b"},"startsAt":"2024-01-01T00:00:10Z","endsAt":"2024-01-01T00:00:00Z"},
                     {"labels":{"a":"b\\u0000"}}, 7, {"labels":{"a":"too"}}]""");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
            assertThat(answer.body())
                    .isEqualTo(
                            "\"alerts[1].labels: a name is empty; alerts[2].labels: at least one label pair required;"
                                    + " alerts[3].labels: at least one label pair required; alerts[4].labels.n: expected a string;"
                                    + " alerts[5].startsAt: \\\"yesterday\\\" is not a time like 2026-03-01T10:20:30Z;"
                                    + " alerts[6].startsAt: start time must be before end time;"
                                    + " alerts[7].labels.a: holds the character NUL, which cannot be stored;"
                                    + " alerts[8]: expected an object\"");
            assertThat(doors.log.alerts())
                    .extracting(alert -> alert.labels().get("a"))
                    .containsExactly("good", "too");
            assertThat(doors.refused("no_labels")).isEqualTo(2);
            assertThat(doors.refused("bad_time")).isEqualTo(1);
        }
    }

    @Test
    void absentTimesAreNowOrTheEarlierEnd() {
        try (Doors doors = Doors.open()) {
            doors.post(V2, """
                    [{"labels":{"a":"1"},"startsAt":"0001-01-01T00:00:00Z","endsAt":null},
                     {"labels":{"a":"2"},"endsAt":"2026-03-01T11:00:00Z"},
                     {"labels":{"a":"3"},"startsAt":"","endsAt":"2026-03-01T13:00:00Z"}]""");
            assertThat(doors.log.alerts())
                    .extracting(Alert::startsAt)
                    .containsExactly(Doors.NOW, Instant.parse("2026-03-01T11:00:00Z"), Doors.NOW);
            assertThat(doors.log.alerts().getFirst().endsAt()).isNull();
        }
    }

    @Test
    void brokenBodiesAreAnsweredAsAlertmanagerDoes() {
        try (Doors doors = Doors.open()) {
            HttpResponse<String> broken = doors.post(V2, "[{\"labels\":{\"a\":\"b\"}");
            assertThat(broken.statusCode()).isEqualTo(400);
            assertThat(broken.body())
                    .isEqualTo("{\"code\":400,\"message\":\"parsing alerts body from \\\"\\\" failed, because "
                            + "expected ',' or '}', but the text ends (at byte 20)\"}");
            assertThat(doors.post(V2, "").statusCode()).isEqualTo(422);
            assertThat(doors.post(V2, "").body())
                    .isEqualTo("{\"code\":602,\"message\":\"alerts in body is required\"}");
            assertThat(doors.post(V2, "null").statusCode()).isEqualTo(200);
            assertThat(doors.post(V2, "[]").statusCode()).isEqualTo(200);
            assertThat(doors.post(V2, "{\"labels\":{}}").statusCode()).isEqualTo(400);
            assertThat(doors.post(V2, "[" + "[".repeat(100)).body())
                    .contains("nests deeper than 32 levels (at byte 32)");
            HttpResponse<String> text = doors.post(V2, bytes("[]"), "Content-Type", "text/plain");
            assertThat(text.statusCode()).isEqualTo(415);
            assertThat(text.body())
                    .isEqualTo(
                            "{\"code\":415,\"message\":\"unsupported media type \\\"text/plain\\\", only [application/json] are allowed\"}");
            assertThat(doors.post(V2, bytes("[]")).statusCode()).isEqualTo(415);
            HttpResponse<String> garbage = doors.post(V2, bytes("[]"), "Content-Type", ";;;");
            assertThat(garbage.statusCode()).isEqualTo(415);
            assertThat(garbage.body()).contains("unsupported media type \\\";;;\\\"");
            assertThat(doors.log.records()).isEmpty();
            assertThat(doors.refused("bad_json")).isEqualTo(3);
            assertThat(doors.refused("unsupported_media_type")).isEqualTo(3);
        }
    }

    @Test
    void limitsOfOneAlertAreNamed() {
        try (Doors doors = Doors.open()) {
            String manyLabels = IntStream.range(0, 65)
                    .mapToObj(i -> "\"l" + i + "\":\"v\"")
                    .collect(Collectors.joining(",", "{", "}"));
            String body = "[{\"labels\":" + manyLabels + "},{\"labels\":{\"" + "n".repeat(257) + "\":\"v\"}},"
                    + "{\"labels\":{\"a\":\"" + "v".repeat(4097) + "\"}},"
                    + "{\"labels\":{\"a\":\"b\"},\"annotations\":{\"text\":\"" + "t".repeat(16_385) + "\"}},"
                    + "{\"labels\":{\"a\":\"b\"},\"generatorURL\":\"" + "u".repeat(16_385) + "\"}]";
            assertThat(doors.post(V2, body).body())
                    .contains("alerts[0].labels: more than 64 of them")
                    .contains("alerts[1].labels: the name that begins \\\"nnn")
                    .contains("alerts[2].labels.a: 4097 bytes long, at most 4096 are taken")
                    .contains("alerts[3].annotations.text: 16385 bytes long, at most 16384 are taken")
                    .contains("alerts[4].generatorURL: 16385 bytes long");
            byte[] notUtf8 = "[{\"labels\":{\"a\":\"\u00ff\"}},{\"labels\":{\"a\":\"good\"}}]"
                    .getBytes(StandardCharsets.ISO_8859_1);
            assertThat(doors.post(V2, notUtf8, "Content-Type", "application/json")
                            .body())
                    .isEqualTo("\"alerts[0].labels.a: is not valid UTF-8\"");
            assertThat(doors.log.alerts()).hasSize(1);
        }
    }

    @Test
    void aLongBatchIsTakenUpToTheLimit() {
        try (Doors doors = Doors.open()) {
            String body = IntStream.range(0, 10_030)
                    .mapToObj(i -> "{\"labels\":{\"i\":\"" + i + "\"}}")
                    .collect(Collectors.joining(",", "[", "]"));
            HttpResponse<String> answer = doors.post(V2, body);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body())
                    .isEqualTo(
                            "\"alerts[10000]: a batch holds at most 10000 alerts; this one and those after it were not"
                                    + " taken; and 29 more\"");
            assertThat(doors.log.alerts()).hasSize(10_000);
            assertThat(doors.refused("batch_too_large")).isEqualTo(30);
        }
    }

    @Test
    void onlyTheFirstErrorsAreNamed() {
        try (Doors doors = Doors.open()) {
            String body = "[" + "{},".repeat(49) + "{}]";
            assertThat(doors.post(V2, body).body())
                    .contains("alerts[19]")
                    .doesNotContain("alerts[20]")
                    .endsWith("; and 30 more\"");
        }
    }

    @Test
    void sitesPerBatchAreBounded() {
        try (Doors doors = Doors.open()) {
            String body = IntStream.range(0, 300)
                    .mapToObj(i -> "{\"labels\":{\"cluster\":\"c" + i + "\"}}")
                    .collect(Collectors.joining(",", "[", "]"));
            assertThat(doors.post(V2, body).body())
                    .isEqualTo("\"alerts[256].labels.cluster: a batch holds alerts of at most 256 sites;"
                            + " alerts[257].labels.cluster: a batch holds alerts of at most 256 sites;"
                            + " alerts[258].labels.cluster: a batch holds alerts of at most 256 sites; and 41 more\"");
            assertThat(doors.log.records()).hasSize(256);
        }
    }

    @Test
    void sitesThatAreTooManyHideNoOtherMistake() {
        try (Doors doors = Doors.open()) {
            String body = IntStream.range(0, 300)
                    .mapToObj(i -> "{\"labels\":{\"cluster\":\"c" + i + "\"}}")
                    .collect(Collectors.joining(",", "[", ",{}]"));
            assertThat(doors.post(V2, body).body())
                    .endsWith("; alerts[300].labels: at least one label pair required; and 41 more\"");
        }
    }

    @Test
    void aRecordThatGrowsLongIsClosed() {
        try (Doors doors = Doors.open()) {
            String body = IntStream.range(0, 500)
                    .mapToObj(i -> "{\"labels\":{\"i\":\"" + i + "-" + "x".repeat(4_000) + "\"}}")
                    .collect(Collectors.joining(",", "[", "]"));
            assertThat(doors.post(V2, body).statusCode()).isEqualTo(200);
            assertThat(doors.log.records()).hasSize(4);
            assertThat(doors.log.alerts()).hasSize(500);
        }
    }

    @Test
    void oldSendersGetTheOldAnswers() {
        try (Doors doors = Doors.open()) {
            HttpResponse<String> good = doors.post("/api/v1/alerts", bytes("[{\"labels\":{\"a\":\"b\"}}]"));
            assertThat(good.statusCode()).isEqualTo(200);
            assertThat(good.body()).isEqualTo("{\"status\":\"success\"}");
            HttpResponse<String> bad = doors.post("/api/v1/alerts", "[{\"labels\":{}}]");
            assertThat(bad.statusCode()).isEqualTo(400);
            assertThat(bad.body())
                    .isEqualTo(
                            "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"alerts[0].labels: at least one label pair required\"}");
            assertThat(doors.post("/api/v1/alerts", "[").statusCode()).isEqualTo(400);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
