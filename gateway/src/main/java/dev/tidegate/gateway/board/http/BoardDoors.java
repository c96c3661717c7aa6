package dev.tidegate.gateway.board.http;

import dev.tidegate.gateway.board.Surroundings;
import dev.tidegate.gateway.problem.Door;
import dev.tidegate.gateway.problem.Doorway;
import dev.tidegate.gateway.problem.Parameters;
import dev.tidegate.gateway.read.ArrivalReads;
import dev.tidegate.gateway.read.json.RowJson;
import dev.tidegate.gateway.security.Who;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** {@code GET /api/v1/incidents/arrivals} and {@code GET /api/v1/topology}: what pictures of incidents are drawn from. */
public final class BoardDoors implements Doorway {
    private static final int MOST_NAMES = 200;
    private static final int MOST_HOPS = 4;
    private static final Duration STEP = Duration.ofMinutes(1);
    private static final int STEPS = 30;

    private final ArrivalReads reads;
    private final Surroundings surroundings;
    private final InstantSource clock;

    public BoardDoors(ArrivalReads reads, Surroundings surroundings, InstantSource clock) {
        this.reads = reads;
        this.surroundings = surroundings;
        this.clock = clock;
    }

    @Override
    public List<Door> doors() {
        return List.of(
                Door.get("/api/v1/incidents/arrivals", this::arrivals), Door.get("/api/v1/topology", this::topology));
    }

    private Mono<ServerResponse> arrivals(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        Set<String> ids = names(parameters, "id");
        parameters.check();
        Instant until = clock.instant();
        return Who.asks(request)
                .flatMap(who -> reads.arrivals(who.tenant(), ids, until, STEP, STEPS))
                .flatMap(counts -> json(arrivals(until, counts)));
    }

    private static byte[] arrivals(Instant until, Map<String, int[]> counts) {
        return RowJson.bytes(out -> {
            out.writeStartObject();
            RowJson.time(out, "until", until);
            out.writeStringProperty("step", STEP.toString());
            out.writeObjectPropertyStart("items");
            counts.forEach((id, steps) -> {
                out.writeName(id);
                out.writeArray(steps, 0, steps.length);
            });
            out.writeEndObject();
            out.writeEndObject();
        });
    }

    private Mono<ServerResponse> topology(ServerRequest request) {
        Parameters parameters = new Parameters(request.queryParams());
        Set<String> nodes = names(parameters, "node");
        int hops = parameters.number("hops", 2, 1, MOST_HOPS);
        parameters.check();
        return json(topology(surroundings.of(nodes, hops)));
    }

    private byte[] topology(Surroundings.Picture picture) {
        return RowJson.bytes(out -> {
            out.writeStartObject();
            out.writeArrayPropertyStart("vertices");
            picture.vertices().forEach(vertex -> {
                out.writeStartObject();
                out.writeStringProperty("name", vertex.name());
                out.writeNumberProperty("hops", vertex.hops());
                out.writeNumberProperty("dependents", vertex.dependents());
                out.writeEndObject();
            });
            out.writeEndArray();
            out.writeArrayPropertyStart("edges");
            picture.edges().forEach(edge -> {
                out.writeStartObject();
                out.writeStringProperty("from", edge.from());
                out.writeStringProperty("to", edge.to());
                out.writeStringProperty("relation", edge.relation());
                out.writeStringProperty("source", edge.source());
                out.writeEndObject();
            });
            out.writeEndArray();
            RowJson.texts(out, "labels", surroundings.labels());
            out.writeEndObject();
        });
    }

    private static Set<String> names(Parameters parameters, String name) {
        Set<String> out = new LinkedHashSet<>();
        parameters.all(name).forEach(value -> out.addAll(List.of(value.split(","))));
        if (out.isEmpty() || out.size() > MOST_NAMES) {
            parameters.fault(name, "must be 1 to " + MOST_NAMES + ", repeated or with commas, and is " + out.size());
        }
        return out;
    }

    private static Mono<ServerResponse> json(byte[] document) {
        return ServerResponse.ok()
                .cacheControl(CacheControl.noCache())
                .contentType(MediaType.APPLICATION_JSON)
                .bodyValue(document);
    }
}
