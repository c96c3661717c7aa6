package dev.tidegate.board;

import dev.tidegate.gateway.problem.Door;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** One rollout with every state that a node can have, held on its way back, and with evidence that does not suffice. */
final class FakeRollout {
    private static final String FRAME = """
        {"watch":"w-2","wave":2,"seq":1,"at":"{now}","state":"open","verdict":{"verdict":"inconclusive","reason":""},"signals":[\
        {"signal":"errors","state":{"verdict":"inconclusive","reason":"nothing came for a minute"},"level":null,\
        "controlLevel":null,"snapshotLevel":1.0,"limit":5,"method":"e-process","statistic":null,"threshold":null,\
        "reporting":0,"expected":5,"rounds":0,"worst":[],\
        "watched":{"evidence":"stale","reporting":0,"reason":"the newest sample is 90 s old","ageMillis":90000}},\
        {"signal":"latency","state":{"verdict":"inconclusive","reason":"one node does not report, so nothing is concluded"},\
        "level":0.2,"controlLevel":0.21,"snapshotLevel":0.2,"limit":null,"method":"confidence sequence","statistic":18.5,\
        "threshold":20,"reporting":4,"expected":5,"rounds":7,"worst":["cmp006"],\
        "watched":{"evidence":"partial","reporting":4,"reason":"cmp006 does not report","ageMillis":900}}]}\
        """;

    private static final String STORY = """
            {"text":"Wave 2 made errors rise.","begunAt":"2026-11-23T01:00:00Z","executor":"erik","nodes":12,"planned":3,\
            "wanted":"4be0d35587c6a1b7f0e4d2938a7716c0ffee5be1","soakSeconds":60,"presences":[],"agreements":[],"waves":[\
            {"number":1,"nodes":1,"begunAt":"2026-11-23T01:00:10Z","settledAt":"2026-11-23T01:00:14Z","watch":"w-1",\
            "leftAt":"2026-11-23T01:02:00Z","states":{"proven":1},"back":null,\
            "seen":[{"at":"2026-11-23T01:00:30Z","signal":"healthy","reason":"all is as expected"}]}],\
            "turns":[{"at":"2026-11-23T01:02:40Z","what":"pulling-back","wave":2,"by":null,\
            "reason":"errors rose from 1.2 to 8.4 a second while untouched nodes stayed at 1.1, which could not be chance"},\
            {"at":"2026-11-23T01:03:00Z","what":"pulled-back","wave":2,"by":null,"reason":"every node is back"}]}""";

    private final String rollout = text();

    List<Door> doors() {
        return List.of(
                Door.get("/api/v1/rollouts/{id}", FakeGateway.answer(rollout)),
                Door.get("/api/v1/rollouts/{id}/stream", request -> stream(Sse.event("rollout", rollout))),
                Door.get(
                        "/api/v1/rollouts/{id}/health",
                        request -> stream(Sse.event(
                                "frame", FRAME.replace("{now}", Instant.now().toString())))),
                Door.get("/api/v1/rollouts/{id}/story", FakeGateway.answer(STORY)));
    }

    private static Mono<ServerResponse> stream(ServerSentEvent<String> event) {
        Flux<ServerSentEvent<String>> beats =
                Flux.interval(Duration.ofSeconds(10)).map(n -> Sse.heartbeat());
        return ServerResponse.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                .body(Flux.just(event).concatWith(beats), Sse.TYPE);
    }

    private static String text() {
        try (InputStream in = FakeRollout.class.getResourceAsStream("/fake/rollout.json")) {
            if (in == null) {
                throw new IllegalStateException("rollout.json is missing from the class path");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
