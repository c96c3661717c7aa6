package dev.tidegate.board;

import dev.tidegate.gateway.problem.Door;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** One rollout that goes wrong when it is told to. */
final class FakeRollout {
    private static final int PAST_FRAMES = 60;
    private static final int STEP_SECONDS = 10;

    private static final String STORY = """
            {"text":"Wave 2 made errors rise.","begunAt":"2026-11-23T01:00:00Z","executor":"erik","nodes":12,"planned":3,\
            "wanted":"4be0d35587c6a1b7f0e4d2938a7716c0ffee5be1","soakSeconds":60,"presences":[],"agreements":[],"waves":[\
            {"number":1,"nodes":1,"begunAt":"2026-11-23T01:00:10Z","settledAt":"2026-11-23T01:00:14Z","watch":"w-1",\
            "leftAt":"2026-11-23T01:02:00Z","states":{"proven":1},"back":null,\
            "seen":[{"at":"2026-11-23T01:00:30Z","signal":"healthy","reason":"all is as expected"}]}],\
            "turns":[{"at":"2026-11-23T01:02:40Z","what":"pulling-back","wave":2,"by":null,\
            "reason":"errors rose from 1.2 to 8.4 a second while untouched nodes stayed at 1.1, which could not be chance"},\
            {"at":"2026-11-23T01:03:00Z","what":"pulled-back","wave":2,"by":null,"reason":"every node is back"}]}""";

    private final ObjectNode rollout = Facts.object("rollout.json");
    private final Sinks.Many<ServerSentEvent<String>> states =
            Sinks.many().multicast().directBestEffort();
    private final Sinks.Many<ServerSentEvent<String>> health =
            Sinks.many().multicast().directBestEffort();
    private final Instant begin = Instant.now().minusSeconds((long) PAST_FRAMES * STEP_SECONDS);

    /** Verb and body of the last action. */
    final AtomicReference<String> acted = new AtomicReference<>("");

    List<Door> doors() {
        return List.of(
                Door.get("/api/v1/rollouts", request -> FakeGateway.json("{\"rollouts\":[" + rollout + "]}")),
                Door.get("/api/v1/rollouts/stream", request -> stream(states.asFlux())),
                Door.get("/api/v1/rollouts/{id}", request -> FakeGateway.json(rollout.toString())),
                Door.get("/api/v1/rollouts/{id}/stream", request -> stream(states.asFlux())),
                Door.get(
                        "/api/v1/rollouts/{id}/health",
                        request -> stream(Flux.range(0, PAST_FRAMES)
                                .map(n -> frame(n, 1.1 + 0.2 * Math.sin(n / 4.0)))
                                .concatWith(health.asFlux()))),
                Door.get("/api/v1/rollouts/{id}/story", FakeGateway.answer(STORY)),
                Door.post("/api/v1/rollouts/{id}/{action}", this::act));
    }

    private static Mono<ServerResponse> stream(Flux<ServerSentEvent<String>> events) {
        Flux<ServerSentEvent<String>> beats =
                Flux.interval(Duration.ofSeconds(10)).map(n -> Sse.heartbeat());
        return ServerResponse.ok().contentType(MediaType.TEXT_EVENT_STREAM).body(events.mergeWith(beats), Sse.TYPE);
    }

    private Mono<ServerResponse> act(ServerRequest request) {
        String action = request.pathVariable("action");
        return FakeGateway.body(request).flatMap(body -> {
            acted.set(action + " " + body);
            switch (action) {
                case "monitor" -> rollout.put("monitor", FakeGateway.who(request));
                case "hold" -> rollout.put("held", body.path("reason").asString(""));
                default -> rollout.put("phase", "pulling-back");
            }
            told();
            return FakeGateway.json("{\"said\":\"done: " + action + "\",\"rollout\":" + rollout + "}");
        });
    }

    /** Errors rise on the wave, the verdict turns, and what was touched goes back. */
    void goesWrong() {
        for (int n = 0; n < 6; n++) {
            health.tryEmitNext(frame(PAST_FRAMES + n, 2.0 + n * 1.3));
        }
        health.tryEmitNext(Sse.event(
                "verdict",
                "{\"verdict\":\"unhealthy\",\"reason\":\"errors is over its limit\",\"wave\":2,\"at\":\""
                        + Instant.now() + "\"}"));
        rollout.put("phase", "pulling-back");
        rollout.set(
                "health",
                JsonMapper.shared()
                        .createObjectNode()
                        .put("signal", "unhealthy")
                        .put(
                                "reason",
                                "Unhealthy: errors of wave 2 are 8.5 a second, over the limit of 5; untouched nodes have 1.1"));
        nodes("pulling-back", "going-back");
        told();
    }

    void isBack() {
        rollout.put("phase", "pulled-back");
        nodes("back", "back");
        told();
    }

    private void nodes(String wave, String node) {
        for (JsonNode each : rollout.path("waves")) {
            if (!each.path("nodes").isEmpty()) {
                ((ObjectNode) each).put("state", wave);
                each.path("nodes").forEach(one -> ((ObjectNode) one).put("state", node));
            }
        }
    }

    private void told() {
        rollout.put("updatedAt", Instant.now().toString());
        states.tryEmitNext(Sse.event("rollout", rollout.toString()));
    }

    private ServerSentEvent<String> frame(int n, double level) {
        boolean bad = level > 5;
        return Sse.event(
                "frame",
                String.format(
                        Locale.ROOT,
                        """
                {"watch":"w-2","wave":2,"seq":%d,"at":"%s","state":"open","verdict":{"verdict":"%s","reason":""},"signals":[\
                {"signal":"errors","state":{"verdict":"%s","reason":"%s"},"level":%.3f,"controlLevel":%.3f,"snapshotLevel":1.0,\
                "limit":5,"method":"e-process","statistic":%.3f,"threshold":20,"reporting":5,"expected":5,"rounds":%d,"worst":["cmp004"],\
                "watched":{"evidence":"values","reporting":5,"ageMillis":900}},\
                {"signal":"latency","state":{"verdict":"inconclusive","reason":"one node does not report, so nothing is concluded"},"level":%.3f,"controlLevel":0.21,\
                "snapshotLevel":0.2,"limit":null,"method":"confidence sequence","statistic":null,"threshold":null,"reporting":4,"expected":5,"rounds":%d,"worst":[],\
                "watched":{"evidence":"partial","reporting":4,"reason":"cmp006 does not report","ageMillis":900}}]}""",
                        n,
                        begin.plusSeconds((long) n * STEP_SECONDS),
                        bad ? "unhealthy" : "healthy",
                        bad ? "unhealthy" : "healthy",
                        bad
                                ? "over its limit, and worse than the untouched nodes"
                                : "within its limit, and no worse than the untouched nodes",
                        level,
                        1.0 + 0.15 * Math.cos(n / 3.0),
                        bad ? 19.0 + level : level,
                        n,
                        0.2 + 0.02 * Math.sin(n),
                        n));
    }
}
