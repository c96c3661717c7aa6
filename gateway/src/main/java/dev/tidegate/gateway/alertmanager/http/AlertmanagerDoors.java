package dev.tidegate.gateway.alertmanager.http;

import dev.tidegate.gateway.alertmanager.AlertmanagerConfig;
import dev.tidegate.gateway.command.CommandGate;
import dev.tidegate.gateway.problem.Door;
import dev.tidegate.gateway.problem.Doorway;
import dev.tidegate.gateway.read.AlertReads;
import dev.tidegate.gateway.read.ReadBarrier;
import dev.tidegate.gateway.read.SilenceReads;
import dev.tidegate.gateway.read.json.RowJson;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The doors that Alertmanager's clients knock at, all but the one alerts come in by. */
public final class AlertmanagerDoors implements Doorway {
    /** How long one list may take to be read. */
    public static final Duration LONGEST_LIST = Duration.ofSeconds(60);

    /** The version of the API that is spoken here; clients compare it with theirs. */
    static final String SPOKEN = "0.25.0";

    private final AlertHandlers alerts;
    private final SilenceHandlers silences;
    private final AlertmanagerConfig config;
    private final Probes probes;
    private final String version;
    private final Instant started;

    /** What {@code /-/healthy} and {@code /-/ready} ask: whether the process lives, and whether it can serve. */
    public interface Probes {
        Mono<Boolean> healthy();

        Mono<Boolean> ready();
    }

    /** @param version of this program, shown as the revision */
    public AlertmanagerDoors(
            AlertReads alertReads,
            SilenceReads silenceReads,
            CommandGate gate,
            ReadBarrier barrier,
            AlertmanagerConfig config,
            Probes probes,
            InstantSource clock,
            String version) {
        this.alerts = new AlertHandlers(alertReads, config, barrier, clock, LONGEST_LIST);
        this.silences = new SilenceHandlers(silenceReads, gate, barrier, clock);
        this.config = config;
        this.probes = probes;
        this.version = version;
        this.started = clock.instant();
    }

    @Override
    public List<Door> doors() {
        HandlerFunction<ServerResponse> healthy = request -> probed(probes.healthy(), "not healthy");
        HandlerFunction<ServerResponse> ready = request -> probed(probes.ready(), "not ready");
        return List.of(
                new Door("/api/v2/alerts", Map.of(HttpMethod.GET, alerts::list), Set.of(HttpMethod.POST)),
                Door.get("/api/v2/alerts/groups", alerts::groups),
                new Door(
                        "/api/v2/silences",
                        Map.of(HttpMethod.GET, silences::list, HttpMethod.POST, silences::put),
                        Set.of()),
                new Door(
                        "/api/v2/silence/{id}",
                        Map.of(HttpMethod.GET, silences::one, HttpMethod.DELETE, silences::expire),
                        Set.of()),
                Door.get("/api/v2/receivers", this::receivers),
                Door.get("/api/v2/status", this::status),
                new Door("/-/healthy", Map.of(HttpMethod.GET, healthy, HttpMethod.HEAD, healthy), Set.of()),
                new Door("/-/ready", Map.of(HttpMethod.GET, ready, HttpMethod.HEAD, ready), Set.of()));
    }

    private static Mono<ServerResponse> probed(Mono<Boolean> holds, String otherwise) {
        return holds.flatMap(yes -> yes ? Answers.plain(200, "OK") : Answers.plain(503, otherwise));
    }

    private Mono<ServerResponse> receivers(ServerRequest request) {
        return Answers.json(RowJson.bytes(out -> {
            out.writeStartArray();
            for (String receiver : config.receivers()) {
                out.writeStartObject();
                out.writeStringProperty("name", receiver);
                out.writeEndObject();
            }
            out.writeEndArray();
        }));
    }

    private Mono<ServerResponse> status(ServerRequest request) {
        return Answers.json(RowJson.bytes(out -> {
            out.writeStartObject();
            out.writeObjectPropertyStart("cluster");
            out.writeArrayPropertyStart("peers");
            out.writeEndArray();
            // there is no gossip: all gateways read one database
            out.writeStringProperty("status", "disabled");
            out.writeEndObject();
            out.writeObjectPropertyStart("config");
            out.writeStringProperty("original", config.shown());
            out.writeEndObject();
            V2Json.time(out, "uptime", started);
            out.writeObjectPropertyStart("versionInfo");
            out.writeStringProperty("branch", "tidegate");
            out.writeStringProperty("buildDate", "");
            out.writeStringProperty("buildUser", "");
            out.writeStringProperty("goVersion", "");
            out.writeStringProperty("revision", "tidegate " + version);
            out.writeStringProperty("version", SPOKEN);
            out.writeEndObject();
            out.writeEndObject();
        }));
    }
}
