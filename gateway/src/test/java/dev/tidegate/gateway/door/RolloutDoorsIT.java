package dev.tidegate.gateway.door;

import static dev.tidegate.gateway.door.ChangesHouse.expect;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.health.watch.WatchEvent;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What people meet at the doors of rollouts: who begins, watches, stops and pulls back, and what they are told. */
class RolloutDoorsIT {
    private static final String ANN = "ann us support-engineer";
    private static final String EVA = "eva us executor";
    private static final String MONA = "mona us monitor";
    private static final String CARL = "carl acme viewer";
    private static final String MALLORY = "mallory other executor,monitor";
    private static final String ROLLOUTS = "/api/v1/rollouts";
    private static final String REASON = "{\"reason\":\"to look\"}";
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Town TOWN = new Town();
    private static final ChangesHouse HOUSE = new ChangesHouse(TOWN);

    private final Instant start = Instant.now().plus(3, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

    @AfterAll
    static void close() {
        HOUSE.close();
        TOWN.connections.dispose();
    }

    /** A change of some machines that an emergency lets go at once. */
    private JsonNode change(String selector) {
        JsonNode change = draft(selector);
        return expect(
                200,
                HOUSE.call(
                        EVA,
                        "POST",
                        "/api/v1/changes/" + change.path("id").asString("") + "/emergency",
                        "{\"hash\":\"" + change.path("hash").asString("") + "\",\"reason\":\"all is down\"}"));
    }

    private JsonNode draft(String selector) {
        return expect(
                201,
                HOUSE.call(
                        ANN,
                        "POST",
                        "/api/v1/changes",
                        ChangesHouse.body("Raise the limit", selector, start).toString()));
    }

    private static String begin(JsonNode change, String hash) {
        return JsonMapper.shared()
                .createObjectNode()
                .put("change", change.path("id").asString(""))
                .put("hash", hash.isEmpty() ? change.path("hash").asString("") : hash)
                .put("soak", "PT0.2S")
                .toString();
    }

    /** The path of a rollout that has begun. */
    private String begun(String selector) {
        JsonNode rollout = expect(201, HOUSE.call(EVA, "POST", ROLLOUTS, begin(change(selector), "")));
        return ROLLOUTS + "/" + rollout.path("id").asString("");
    }

    private static JsonNode told(int status, String person, String path, String body) {
        return expect(status, HOUSE.call(person, "POST", path, body));
    }

    private static String detail(JsonNode problem) {
        return problem.path("detail").asString("");
    }

    /** The rollout, as soon as it is as wanted. */
    private static JsonNode until(String path, Predicate<JsonNode> wanted) {
        return Objects.requireNonNull(Flux.interval(Duration.ofMillis(50), Schedulers.boundedElastic())
                .onBackpressureDrop()
                .map(tick -> expect(200, HOUSE.call(CARL, "GET", path, "")))
                .filter(wanted)
                .blockFirst(PATIENCE));
    }

    private static JsonNode inPhase(String path, String phase) {
        return until(path, rollout -> rollout.path("phase").asString("").equals(phase));
    }

    /** Lines of a stream: objects of NDJSON, or the fields of server-sent events. */
    private static Flux<String> stream(String person, String path, MediaType accept) {
        return WebClient.create(HOUSE.url())
                .get()
                .uri(path)
                .header("X-Person", person)
                .accept(accept)
                .retrieve()
                .bodyToFlux(DataBuffer.class)
                .map(buffer -> {
                    String text = buffer.toString(StandardCharsets.UTF_8);
                    DataBufferUtils.release(buffer);
                    return text;
                })
                .concatMapIterable(text -> List.of(text.split("(?<=\n)")))
                .scan("", (before, piece) -> before.endsWith("\n") ? piece : before + piece)
                .filter(line -> line.endsWith("\n") && line.length() > 1)
                .map(String::strip);
    }

    @Test
    void whatDoesNotBegin() {
        JsonNode draft = draft("{name=\"cmp10\"}");
        assertThat(detail(told(409, EVA, ROLLOUTS, begin(draft, "")))).startsWith("it is not approved: ");
        assertThat(detail(told(409, EVA, ROLLOUTS, begin(draft, "0".repeat(64)))))
                .isEqualTo("revision 1 of the change has another hash; read it again");
        assertThat(detail(told(404, EVA, ROLLOUTS, "{\"change\":\"none\",\"hash\":\"x\"}")))
                .isEqualTo("there is no change \"none\"");
        assertThat(detail(told(404, MALLORY, ROLLOUTS, begin(draft, ""))))
                .as("another tenant's is as unknown")
                .isEqualTo("there is no change \"" + draft.path("id").asString("") + "\"");
        assertThat(detail(told(400, EVA, ROLLOUTS, "{"))).startsWith("body: is not JSON");
        JsonNode wrong = told(
                400,
                EVA,
                ROLLOUTS,
                "{\"change\":\"c\",\"soak\":\"long\",\"nodeTimeout\":\"PT0S\",\"tolerated\":1,\"colour\":\"red\"}");
        assertThat(wrong.path("errors")
                        .valueStream()
                        .map(error -> error.path("parameter").asString("")))
                .containsExactlyInAnyOrder("/hash", "/soak", "/nodeTimeout", "/tolerated", "/colour");

        JsonNode change = change("{name=\"cmp11\"}");
        told(201, EVA, ROLLOUTS, begin(change, ""));
        assertThat(detail(told(409, EVA, ROLLOUTS, begin(change, ""))))
                .as("twice")
                .contains("has been rolled out already");
    }

    @Test
    void anotherTenantAndAnUnknownIdAreTheSame() {
        String path = begun("{name=\"cmp12\"}");
        for (String door : List.of("hold", "pull-back", "abort", "resume", "monitor")) {
            String body = door.equals("resume") || door.equals("monitor") ? "" : REASON;
            JsonNode theirs = told(404, MALLORY, path + "/" + door, body);
            JsonNode none = told(404, EVA, ROLLOUTS + "/none/" + door, body);
            String id = path.substring(path.lastIndexOf('/') + 1);
            assertThat(detail(theirs).replace(id, "none")).isEqualTo(detail(none));
        }
        for (String door : List.of("", "/story", "/stream", "/health")) {
            expect(404, HOUSE.call(MALLORY, "GET", path + door, ""));
            expect(404, HOUSE.call(EVA, "GET", ROLLOUTS + "/none" + door, ""));
        }
        assertThat(expect(200, HOUSE.call(MALLORY, "GET", ROLLOUTS, ""))
                        .path("rollouts")
                        .size())
                .isZero();
        assertThat(expect(200, HOUSE.call(CARL, "GET", path, "")).path("tenant").asString(""))
                .isEqualTo("acme");
    }

    @Test
    void whoExecutesDoesNotWatch() {
        String path = begun("{name=~\"cmp1[34]\"}");
        String both = "eva us executor,monitor";
        assertThat(detail(told(409, both, path + "/monitor", "")))
                .isEqualTo("eva executes this rollout; somebody else has to watch it");
        assertThat(detail(told(409, MONA, path + "/monitor", "")))
                .isEqualTo("open the health stream first: an acknowledgement is for what was seen");
        Disposable own =
                stream(both, path + "/health", MediaType.APPLICATION_NDJSON).subscribe();
        JsonNode waits = until(path, now -> now.path("blocked").asString("").startsWith("nobody watches"));
        assertThat(waits.path("monitor").isNull()).isTrue();
        own.dispose();

        List<String> seen = new CopyOnWriteArrayList<>();
        Disposable watching =
                stream(MONA, path + "/health", MediaType.APPLICATION_NDJSON).subscribe(seen::add);
        until(path, now -> now.path("monitor").asString("").equals("mona"));
        String id = path.substring(path.lastIndexOf('/') + 1);
        HOUSE.hub.offer(frame(id + ".w1", 1, "{\"seq\":1,\"number\":7}"));
        assertThat(told(200, MONA, path + "/monitor", "").path("said").asString(""))
                .isEqualTo("acknowledged wave 1");
        JsonNode done = inPhase(path, "done");
        assertThat(done.path("waves").size()).isEqualTo(2);
        HOUSE.hub.offer(frame(id + ".w2", 1, "{\"seq\":1,\"number\":8}"));
        HOUSE.hub.offer(frame("another.w1", 1, "{\"seq\":1,\"number\":9}"));
        // who comes later is told what stands: of every wave its latest frame, and where the rollout is
        List<String> late = Objects.requireNonNull(stream(CARL, path + "/health", MediaType.TEXT_EVENT_STREAM)
                .takeUntil(line -> line.startsWith(": heartbeat"))
                .collectList()
                .block(PATIENCE));
        watching.dispose();
        assertThat(late)
                .contains("data: {\"wave\":1,\"seq\":1,\"number\":7}", "data: {\"wave\":2,\"seq\":1,\"number\":8}")
                .anyMatch(line -> line.startsWith("data: {\"wave\":2,\"phase\":\"done\""))
                .noneMatch(line -> line.contains("\"number\":9"));
        assertThat(seen)
                .anyMatch(line -> line.contains("\"event\":\"frame\"") && line.contains("{\"wave\":1,\"seq\":1"))
                .anyMatch(line -> line.contains("\"event\":\"wave\"") && line.contains("\"wave\":2"));
        assertThat(detail(told(409, EVA, path + "/hold", REASON))).isEqualTo("it is over: done");
        assertThat(detail(told(409, MONA, path + "/monitor", ""))).isEqualTo("it is over: done");
        assertThat(expect(200, HOUSE.call(CARL, "GET", path + "/story", ""))
                        .path("text")
                        .asString(""))
                .contains("eva began to roll out \"Raise the limit\" to 2 nodes in 2 waves.");
    }

    private static WatchEvent frame(String watch, long seq, String json) {
        return new WatchEvent(watch, "acme", seq, "frame", json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsSaidTwiceAndAtTheWrongTime() {
        String path = begun("{name=~\"cmp1[56]\"}");
        assertThat(told(200, EVA, path + "/resume", "").path("said").asString(""))
                .isEqualTo("nothing to do: it is not held");
        JsonNode held = told(200, MONA, path + "/hold", REASON);
        assertThat(held.path("said").asString("")).isEqualTo("held");
        assertThat(held.path("rollout").path("held").asString("")).isEqualTo("mona: to look");
        assertThat(told(200, MONA, path + "/hold", REASON).path("said").asString(""))
                .isEqualTo("nothing to do: it is held already: mona: to look");
        for (String door : List.of("/hold", "/pull-back", "/abort")) {
            assertThat(told(400, EVA, path + door, "{}")
                            .path("errors")
                            .path(0)
                            .path("parameter")
                            .asString(""))
                    .isEqualTo("/reason");
            assertThat(detail(told(400, EVA, path + door, "no"))).startsWith("body: is not JSON");
            assertThat(detail(told(400, EVA, path + door + "?force=true", REASON)))
                    .contains("force");
        }
        assertThat(told(200, EVA, path + "/resume", "{}").path("said").asString(""))
                .isEqualTo("resumed");
        assertThat(told(200, MONA, path + "/pull-back", REASON).path("said").asString(""))
                .isEqualTo("pulling back");
        inPhase(path, "pulled-back");
        assertThat(detail(told(409, MONA, path + "/pull-back", REASON))).isEqualTo("it is over: pulled-back");
        assertThat(detail(told(409, EVA, path + "/resume", ""))).isEqualTo("it is over: pulled-back");
        assertThat(detail(told(409, EVA, path + "/abort", REASON))).isEqualTo("it is over: pulled-back");
    }

    @Test
    void aStreamBeginsWithHowThingsStandAndTellsEachChange() {
        String path = begun("{name=\"cmp17\"}");
        String id = path.substring(path.lastIndexOf('/') + 1);
        List<String> one = new CopyOnWriteArrayList<>();
        List<String> all = new CopyOnWriteArrayList<>();
        List<String> others = new CopyOnWriteArrayList<>();
        List<Disposable> open = new ArrayList<>(List.of(
                stream(CARL, path + "/stream", MediaType.APPLICATION_NDJSON).subscribe(one::add),
                stream(CARL, ROLLOUTS + "/stream", MediaType.APPLICATION_NDJSON).subscribe(all::add),
                stream(MALLORY, ROLLOUTS + "/stream", MediaType.APPLICATION_NDJSON)
                        .subscribe(others::add)));
        await(one, line -> line.contains("\"held\":null"));
        await(all, line -> line.contains(id));
        told(200, EVA, path + "/hold", REASON);
        await(one, line -> line.contains("\"held\":\"eva: to look\""));
        await(all, line -> line.contains(id) && line.contains("\"held\":\"eva: to look\""));
        await(others, line -> line.contains("heartbeat"));
        open.forEach(Disposable::dispose);
        assertThat(others).allMatch(line -> line.contains("heartbeat"));
        String last = JsonMapper.shared().readTree(one.getLast()).path("id").asString("");
        told(200, EVA, path + "/resume", "");
        // who comes back begins with how it stands now: nothing that still counts is missing
        assertThat(stream(CARL, path + "/stream?lastEventId=" + last, MediaType.APPLICATION_NDJSON)
                        .blockFirst(PATIENCE))
                .contains("\"held\":null");
        assertThat(detail(expect(400, HOUSE.call(CARL, "GET", path + "/stream", "", "Last-Event-ID", "yesterday"))))
                .contains("Last-Event-ID");
        expect(406, HOUSE.call(CARL, "GET", path + "/health", "", "Accept", "text/html"));
    }

    private static void await(List<String> lines, Predicate<String> wanted) {
        Flux.interval(Duration.ofMillis(20))
                .onBackpressureDrop()
                .filter(tick -> lines.stream().anyMatch(wanted))
                .blockFirst(PATIENCE);
    }

    @Test
    void listsArePagesWithTags() {
        String path = begun("{name=\"cmp18\"}");
        told(200, EVA, path + "/abort", REASON);
        HttpResponse<String> aborted = HOUSE.call(CARL, "GET", ROLLOUTS + "?state=aborted&limit=1", "");
        assertThat(expect(200, aborted).path("rollouts").path(0).path("phase").asString(""))
                .isEqualTo("aborted");
        HttpResponse<String> one = HOUSE.call(CARL, "GET", path, "");
        String tag = one.headers().firstValue("ETag").orElse("");
        assertThat(HOUSE.call(CARL, "GET", path, "", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        assertThat(detail(expect(400, HOUSE.call(CARL, "GET", ROLLOUTS + "?state=running", ""))))
                .contains("running");
        expect(400, HOUSE.call(CARL, "GET", ROLLOUTS + "?limit=0", ""));
        expect(405, HOUSE.call(EVA, "PUT", path, "{}"));
    }

    @Test
    void everyDoorIsDescribed() {
        assertThat(Described.in("rollouts.yaml")).isEqualTo(Described.there(HOUSE.rolloutDoors));
    }
}
