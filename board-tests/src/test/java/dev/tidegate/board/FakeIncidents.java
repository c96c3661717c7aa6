package dev.tidegate.board;

import dev.tidegate.gateway.problem.Door;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Two thousand open incidents. */
final class FakeIncidents {
    static final int MANY = 2_000;
    private static final List<String> SEVERITIES = List.of("critical", "major", "minor", "warning");
    private static final String COUNTS =
            "{\"total\":2000,\"byState\":{\"open\":2000},\"bySeverity\":{\"critical\":500}}";

    List<Door> doors() {
        return List.of(
                Door.get("/api/v1/incidents", this::list),
                Door.get("/api/v1/incidents/counts", FakeGateway.answer(COUNTS)),
                Door.get("/api/v1/incidents/arrivals", this::arrivals),
                Door.get("/api/v1/incidents/stream", this::stream));
    }

    private Mono<ServerResponse> list(ServerRequest request) {
        int from = request.queryParam("cursor").map(Integer::parseInt).orElse(0);
        int limit = request.queryParam("limit").map(Integer::parseInt).orElse(50);
        int to = Math.min(MANY, from + limit);
        String items =
                IntStream.range(from, to).mapToObj(FakeIncidents::incident).collect(Collectors.joining(","));
        return FakeGateway.json("{\"items\":[" + items + "],\"nextCursor\":" + (to < MANY ? "\"" + to + "\"" : "null")
                + ",\"counts\":" + COUNTS + "}");
    }

    private Mono<ServerResponse> arrivals(ServerRequest request) {
        String items = request.queryParam("id").stream()
                .flatMap(ids -> List.of(ids.split(",")).stream())
                .map(id -> "\"" + id + "\":[0,1,4,9,3,2,0,0,1,2,3,4,5,6,7,8,9,8,7,6,5,4,3,2,1,0,0,0,1,1]")
                .collect(Collectors.joining(","));
        return FakeGateway.json("{\"until\":\"" + Instant.now() + "\",\"step\":\"PT1M\",\"items\":{" + items + "}}");
    }

    private Mono<ServerResponse> stream(ServerRequest request) {
        Flux<ServerSentEvent<String>> all = Flux.just(Sse.event("snapshot.begin", "{}"))
                .concatWith(Flux.range(0, MANY).map(n -> Sse.event("snapshot.item", incident(n))))
                .concatWithValues(Sse.event("snapshot.end", "{}"))
                .concatWith(Flux.interval(Duration.ofSeconds(10)).map(n -> Sse.heartbeat()));
        return ServerResponse.ok().contentType(MediaType.TEXT_EVENT_STREAM).body(all, Sse.TYPE);
    }

    private static String incident(int n) {
        String opened = Instant.now().minusSeconds(n * 7L).toString();
        return """
                {"id":"acme-%1$d","tenant":"acme","site":"eu1","number":%1$d,"state":"open","severity":"%2$s",\
                "title":"Disk full on node%1$d","head":"00","alertname":"DiskFull","storm":true,"openedAt":"%3$s",\
                "updatedAt":"%3$s","acknowledgedAt":null,"acknowledgedBy":null,"resolvedAt":null,"resolvedBy":null,\
                "closedAt":null,"mergedInto":null,"alertCount":50,"firingCount":40,"nodeCount":1,"nodes":["node%1$d"],\
                "causes":[],"opened":null,"version":%1$d}""".formatted(n, SEVERITIES.get(n % 4), opened);
    }
}
