package dev.tidegate.gateway.door;

import static dev.tidegate.gateway.door.ChangesHouse.expect;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What people see of changes through the doors. */
class ChangeDoorsIT {
    private static final String ANN = "ann us support-engineer";
    private static final String SUE = "sue us validator";
    private static final String CARL = "carl acme customer-approver";
    private static final String MALLORY = "mallory other customer-approver,support-engineer,customer-success-manager";
    private static final String CHANGES = "/api/v1/changes";

    private static final Town TOWN = new Town();
    private static final ChangesHouse HOUSE = new ChangesHouse(TOWN);

    private final Instant start = Instant.now().plus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

    @AfterAll
    static void close() {
        HOUSE.close();
        TOWN.connections.dispose();
    }

    private ObjectNode body(String title, String selector) {
        return ChangesHouse.body(title, selector, start);
    }

    private static HttpResponse<String> call(String person, String method, String path, String body) {
        return HOUSE.call(person, method, path, body);
    }

    private String answer(JsonNode change, String side, boolean granted, String reason) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("side", side)
                .put("hash", change.path("hash").asString(""))
                .put("start", start.toString())
                .put("granted", granted)
                .put("reason", reason)
                .toString();
    }

    private JsonNode create(String title, String selector) {
        return expect(201, call(ANN, "POST", CHANGES, body(title, selector).toString()));
    }

    private static void tried(String path) {
        expect(202, call(SUE, "POST", path + "/staging", ""));
        JsonNode ended = Objects.requireNonNull(Flux.interval(Duration.ofMillis(50), Schedulers.boundedElastic())
                .onBackpressureDrop()
                .map(tick -> expect(200, call(SUE, "GET", path + "/staging", "")))
                .filter(run -> !run.path("state").asString("").equals("running"))
                .blockFirst(Duration.ofSeconds(60)));
        assertThat(ended.path("state").asString("")).as("%s", ended).isEqualTo("passed");
        assertThat(ended.path("evidence").size()).isEqualTo(4);
    }

    @Test
    void fromDraftToApproved() {
        JsonNode draft = create("Raise the limit", "{name=~\"cmp1.\"}");
        String path = CHANGES + "/" + draft.path("id").asString("");
        assertThat(draft.path("state").asString("")).isEqualTo("draft");
        assertThat(draft.path("tenant").asString("")).isEqualTo("acme");
        assertThat(draft.path("plan")
                        .path("waves")
                        .path(0)
                        .path("missed")
                        .path("10%")
                        .asDouble())
                .isEqualTo(0.9);
        assertThat(draft.path("wayBack").path("proven").asBoolean()).isTrue();
        assertThat(draft.path("obstacles").path(0).asString("")).contains("was not tried in staging yet");

        JsonNode early = expect(409, call(SUE, "POST", path + "/approvals", answer(draft, "support", true, "")));
        assertThat(early.path("detail").asString("")).startsWith("it cannot be approved yet: ");
        tried(path);
        expect(409, call(ANN, "POST", path + "/approvals", answer(draft, "support", true, "")));
        JsonNode once = expect(200, call(SUE, "POST", path + "/approvals", answer(draft, "support", true, "")));
        assertThat(once.path("state").asString("")).isEqualTo("waiting");
        JsonNode approved = expect(200, call(CARL, "POST", path + "/approvals", answer(draft, "customer", true, "")));
        assertThat(approved.path("state").asString("")).isEqualTo("approved");
        assertThat(approved.path("standing").asString(""))
                .isEqualTo("approved: sue for the support side and carl for the customer side");

        JsonNode second = create("Lower it", "{name=\"cmp15\"}");
        assertThat(second.path("overlaps").path(0).path("words").asString(""))
                .contains("which is approved, touches 1 of the same nodes, cmp15 among them");

        JsonNode edited = expect(
                200,
                call(
                        ANN,
                        "POST",
                        path + "/revisions",
                        body("Raise further", "{name=~\"cmp1.\"}").toString()));
        assertThat(edited.path("revision").asInt()).isEqualTo(2);
        assertThat(edited.path("approvals").size()).isZero();
        assertThat(expect(409, call(CARL, "POST", path + "/approvals", answer(draft, "customer", true, "")))
                        .path("detail")
                        .asString(""))
                .startsWith("this is not the content that was shown");
        assertThat(expect(200, call(CARL, "GET", CHANGES + "?state=draft", ""))
                        .path("changes")
                        .size())
                .isGreaterThanOrEqualTo(2);
    }

    @Test
    void anotherTenantFindsNothing() {
        JsonNode change = create("Theirs", "{name=\"cmp20\"}");
        String path = CHANGES + "/" + change.path("id").asString("");
        expect(404, call(MALLORY, "GET", path, ""));
        expect(404, call(MALLORY, "GET", path + "/staging", ""));
        expect(404, call(MALLORY, "POST", path + "/staging", ""));
        expect(404, call(MALLORY, "POST", path + "/approvals", answer(change, "customer", true, "")));
        expect(
                404,
                call(MALLORY, "POST", path + "/revisions", body("Mine", "{}").toString()));
        expect(404, call(MALLORY, "POST", path + "/emergency", "{\"hash\":\"x\",\"reason\":\"y\"}"));
        assertThat(expect(200, call(MALLORY, "GET", CHANGES, ""))
                        .path("changes")
                        .size())
                .isZero();
        assertThat(expect(200, call(MALLORY, "GET", "/api/v1/fleet", ""))
                        .path("machines")
                        .size())
                .isEqualTo(1);
        assertThat(expect(
                                400,
                                call(
                                        MALLORY,
                                        "POST",
                                        CHANGES,
                                        body("Mine", "{role=\"compute\"}").toString()))
                        .path("errors")
                        .path(0)
                        .path("parameter")
                        .asString(""))
                .isEqualTo("/selector");
    }

    @Test
    void whatARevisionChangesIsShownToWhoMayReadTheChange() {
        JsonNode change = create("Shown", "{name=\"cmp23\"}");
        String path = CHANGES + "/" + change.path("id").asString("") + "/diff";
        JsonNode diff = expect(200, call(CARL, "GET", path, ""));
        assertThat(diff.path("to").asString("")).isEqualTo("a".repeat(40));
        assertThat(diff.path("cut").asBoolean(true)).isFalse();
        assertThat(diff.path("files").path(0).path("kind").asString("")).isEqualTo("changed");
        assertThat(diff.path("files").path(0).path("hunks").path(0).path("lines"))
                .extracting(line -> line.asString(""))
                .containsExactly("-limit: 1", "+limit: 2");
        expect(404, call(MALLORY, "GET", path, ""));
        assertThat(expect(404, call(ANN, "GET", diffOf("d"), "")).path("detail").asString(""))
                .isEqualTo("infra has no commit " + "d".repeat(40));
        assertThat(expect(503, call(ANN, "GET", diffOf("e"), "")).path("detail").asString(""))
                .isEqualTo("infra cannot be reached: connection refused");
    }

    /** Of a change whose revision is this digit over and over. */
    private String diffOf(String digit) {
        ObjectNode body = body("Of " + digit, "{name=\"cmp24\"}");
        body.putObject("origin").put("kind", "git").put("repository", "infra").put("revision", digit.repeat(40));
        JsonNode change = expect(201, call(ANN, "POST", CHANGES, body.toString()));
        return CHANGES + "/" + change.path("id").asString("") + "/diff";
    }

    @Test
    void mistakesAreToldByPointer() {
        ObjectNode wrong = body("x", "{role=\"compute\"}");
        wrong.putObject("origin").put("kind", "git").put("repository", "infra").put("revision", "main");
        wrong.put("titel", "x").put("start", "tonight");
        JsonNode problem = expect(400, call(ANN, "POST", CHANGES, wrong.toString()));
        List<String> pointers = problem.path("errors")
                .valueStream()
                .map(error -> error.path("parameter").asString(""))
                .toList();
        assertThat(pointers).containsExactlyInAnyOrder("/origin/revision", "/start", "/titel");
        assertThat(expect(400, call(ANN, "POST", CHANGES, "{")).path("detail").asString(""))
                .startsWith("body: is not JSON");
        assertThat(expect(400, call(ANN, "GET", "/api/v1/fleet?selector=%7Brol%3D%22x%22%7D", ""))
                        .path("detail")
                        .asString(""))
                .contains("no machine has a property \"rol\"");
        JsonNode policy = expect(
                400,
                call(
                        ANN,
                        "POST",
                        CHANGES,
                        body("x", "{role=\"compute\"}").put("policy", "a: b").toString()));
        assertThat(policy.path("detail").asString("")).startsWith("/policy: policy:1: \"a\" is not known here");
        JsonNode all = expect(
                400,
                call(
                        ANN,
                        "POST",
                        CHANGES,
                        body("x", "{role=\"compute\"}")
                                .set("plan", JsonMapper.shared().readTree("{\"steps\":[\"rest\"]}"))
                                .toString()));
        assertThat(all.path("detail").asString("")).contains("a wave of all 20 nodes is refused");
    }

    @Test
    void aRefusalStandsWithItsReason() {
        JsonNode change = create("No", "{name=\"cmp21\"}");
        String path = CHANGES + "/" + change.path("id").asString("");
        expect(409, call(CARL, "POST", path + "/approvals", answer(change, "customer", false, "")));
        JsonNode refused =
                expect(200, call(CARL, "POST", path + "/approvals", answer(change, "customer", false, "we sell")));
        assertThat(refused.path("state").asString("")).isEqualTo("refused");
        assertThat(refused.path("standing").asString("")).isEqualTo("refused by carl: we sell");
    }

    @Test
    void anEmergencyIsDeclaredAndReviewed() {
        JsonNode change = create("Now", "{name=\"cmp22\"}");
        String path = CHANGES + "/" + change.path("id").asString("");
        String glass = "{\"hash\":\"" + change.path("hash").asString("") + "\",\"reason\":\"all is down\"}";
        JsonNode declared = expect(200, call("eva us executor", "POST", path + "/emergency", glass));
        assertThat(declared.path("state").asString("")).isEqualTo("emergency");
        assertThat(declared.path("waits").path(0).path("what").asString("")).isEqualTo("review");
        assertThat(mine(SUE, change)).contains("review").doesNotContain("begin");
        assertThat(mine("eva us executor", change)).contains("begin").doesNotContain("review");
        assertThat(mine(MALLORY, change)).isEmpty();
        assertThat(expect(409, call("eva us executor", "POST", path + "/emergency", glass))
                        .path("detail")
                        .asString(""))
                .contains("waits for its review");
        expect(409, call("eva us executor,validator", "POST", path + "/emergency/review", "{\"note\":\"fine\"}"));
        JsonNode reviewed = expect(200, call(SUE, "POST", path + "/emergency/review", "{\"note\":\"fine\"}"));
        assertThat(reviewed.path("emergency").path("reviewer").asString("")).isEqualTo("sue");
    }

    /** What a change waits for that somebody could do, over the list of all that waits. */
    private static List<String> mine(String who, JsonNode change) {
        List<String> mine = new ArrayList<>();
        for (JsonNode one : expect(200, call(who, "GET", CHANGES + "/waiting?limit=200", ""))
                .path("waiting")) {
            if (one.path("change").equals(change.path("id"))) {
                one.path("waits").forEach(wait -> {
                    if (wait.path("mine").asBoolean(false)) {
                        mine.add(wait.path("what").asString(""));
                    }
                });
            }
        }
        return mine;
    }

    @Test
    void whatAGerritTellsIsLookedAfter() {
        String path = "/api/v1/webhooks/gerrit/";
        String event = "{\"type\":\"patchset-created\",\"change\":{\"number\":12,\"project\":\"infra\"}}";
        assertThat(call(ANN, "POST", path + "gerrit", event).statusCode()).isEqualTo(202);
        assertThat(HOUSE.events).containsEntry("gerrit", event);
        assertThat(expect(404, call(ANN, "POST", path + "other", event))
                        .path("detail")
                        .asString(""))
                .isEqualTo("no Gerrit \"other\" is in the fleet file");
        expect(400, call(ANN, "POST", path + "gerrit", "nothing"));
    }

    @Test
    void calendarsAreKeptByTenant() {
        String own = "{\"calendars\":[{\"name\":\"sale\",\"tenant\":\"other\",\"zone\":\"Europe/Berlin\",\"rules\":"
                + "[{\"kind\":\"freeze\",\"from\":\"2026-11-20T00:00\",\"to\":\"2026-12-01T00:00\",\"reason\":\"sale\"}]}]}";
        expect(200, call(MALLORY, "PUT", "/api/v1/calendars", own));
        assertThat(expect(200, call(MALLORY, "GET", "/api/v1/calendars", ""))
                        .path("calendars")
                        .size())
                .isEqualTo(1);
        assertThat(expect(200, call(CARL, "GET", "/api/v1/calendars", ""))
                        .path("calendars")
                        .size())
                .isZero();
        assertThat(expect(400, call(CARL, "PUT", "/api/v1/calendars", own))
                        .path("detail")
                        .asString(""))
                .contains("calendar \"sale\" is of another tenant than acme");
        assertThat(expect(400, call(ANN, "PUT", "/api/v1/calendars", own.replace("Europe/Berlin", "Mars")))
                        .path("detail")
                        .asString(""))
                .startsWith("/calendars/0/zone: ");
    }

    @Test
    void everyDoorIsDescribed() {
        assertThat(Described.in("changes.yaml")).isEqualTo(Described.there(HOUSE.doors));
    }

    @Test
    void calibrationIsToldBeforeThereIsAny() {
        JsonNode none = expect(200, call(ANN, "GET", CHANGES + "/risk-calibration", ""));
        assertThat(none.path("changes").asInt()).isZero();
        assertThat(none.path("logLoss").isNull()).isTrue();
    }
}
