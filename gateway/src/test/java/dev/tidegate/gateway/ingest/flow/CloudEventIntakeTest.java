package dev.tidegate.gateway.ingest.flow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.log.TopicFeed;
import dev.tidegate.gateway.ingest.InFlightBudget;
import dev.tidegate.gateway.ingest.IngestSettings;
import dev.tidegate.gateway.ingest.RefusalReason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class CloudEventIntakeTest {
    private static final String ALERT = "{\"labels\":{\"alertname\":\"NodeDown\"}}";
    private static final Map<String, String> STRUCTURED =
            Map.of("content-type", "application/cloudevents+json; charset=UTF-8");
    private static final Map<String, String> BINARY = Map.of(
            "ce_specversion",
            "1.0",
            "ce_id",
            "1",
            "ce_source",
            "/x",
            "ce_type",
            "alert",
            "content-type",
            "application/json");

    private final FakeEventLog log = new FakeEventLog();
    private final InFlightBudget budget = new InFlightBudget(1_000_000);
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final List<RefusalReason> refused = new ArrayList<>();

    @Test
    void takesBothModesAndBothShapesOfData() {
        StepVerifier.create(intake(
                                given("s", STRUCTURED, event("\"data\":[" + ALERT + "," + ALERT + "]")),
                                given("o", STRUCTURED, event("\"data\":" + ALERT)),
                                given("b64", STRUCTURED, event("\"data_base64\":\"" + base64(ALERT) + "\"")),
                                given("b", BINARY, "[" + ALERT + "]"))
                        .run()
                        .map(CloudEventIntake.Taken::alerts))
                .expectNext(2, 1, 1, 1)
                .verifyComplete();
        assertThat(log.alerts()).hasSize(5);
        assertThat(log.records().getFirst().source()).isEqualTo("cloudevents");
        assertThat(acknowledged).containsExactly("s", "o", "b64", "b");
        assertThat(budget.used()).isZero();
    }

    @Test
    void poisonIsReportedAndPassedOver() {
        StepVerifier.create(intake(
                                given("none", Map.of(), "x"),
                                given("broken", STRUCTURED, "{\"specversion\":"),
                                given("old", STRUCTURED, "{\"specversion\":\"0.3\",\"data\":[]}"),
                                given("noData", STRUCTURED, event("\"subject\":\"s\"")),
                                given("notAlerts", BINARY, "7"),
                                given("empty", BINARY, ""),
                                given("partly", BINARY, "[" + ALERT + ",{}]"),
                                given("good", BINARY, ALERT))
                        .run()
                        .map(CloudEventIntake.Taken::refusals))
                .expectNext("not a CloudEvent: neither a content-type of application/cloudevents+json nor ce_ headers")
                .expectNext("expected a value, but the text ends (at byte 15)")
                .expectNext("specversion \"0.3\" is not known, 1.0 is")
                .expectNext("the event has no data")
                .expectNext("expected an alert or an array of alerts (at byte 0)")
                .expectNext("the body is empty")
                .expectNext("alerts[1].labels: at least one label pair required")
                .expectNext("")
                .verifyComplete();
        assertThat(acknowledged).hasSize(8);
        assertThat(log.alerts()).hasSize(2);
        assertThat(refused)
                .containsExactly(
                        RefusalReason.BAD_EVENT,
                        RefusalReason.BAD_JSON,
                        RefusalReason.BAD_EVENT,
                        RefusalReason.BAD_EVENT,
                        RefusalReason.BAD_JSON,
                        RefusalReason.BODY_EMPTY,
                        RefusalReason.NO_LABELS);
    }

    @Test
    void waitsForTheLogAndThenGoesOn() {
        log.mood(FakeEventLog.Mood.FAILING);
        CloudEventIntake intake = intake(given("a", BINARY, ALERT), given("b", BINARY, ALERT));
        StepVerifier.withVirtualTime(intake::run)
                .expectSubscription()
                .expectNoEvent(Duration.ofMinutes(1))
                .then(() -> {
                    assertThat(acknowledged).isEmpty();
                    log.mood(FakeEventLog.Mood.WELL);
                })
                .thenAwait(Duration.ofSeconds(20))
                .expectNextCount(2)
                .verifyComplete();
        assertThat(acknowledged).containsExactly("a", "b");
        assertThat(budget.used()).isZero();
    }

    private CloudEventIntake intake(TopicFeed.Delivered... records) {
        return new CloudEventIntake(
                () -> Flux.fromIterable(Arrays.asList(records)),
                IngestSettings.DEFAULT,
                new LogAlertSink(log, Duration.ofSeconds(5)),
                budget,
                InstantSource.fixed(Doors.NOW),
                (reason, count) -> refused.add(reason));
    }

    private TopicFeed.Delivered given(String place, Map<String, String> headers, String value) {
        Map<String, byte[]> raw = new HashMap<>();
        headers.forEach((name, text) -> raw.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return new TopicFeed.Delivered(
                place, "", value.getBytes(StandardCharsets.UTF_8), raw, () -> acknowledged.add(place));
    }

    private static String event(String data) {
        return "{\"specversion\":\"1.0\",\"id\":\"1\",\"source\":\"/x\",\"type\":\"alert\"," + data
                + ",\"time\":\"2026-03-01T12:00:00Z\"}";
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
