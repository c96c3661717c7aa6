package dev.tidegate.gateway.door;

import dev.tidegate.gateway.alertmanager.AlertmanagerConfig;
import dev.tidegate.gateway.alertmanager.http.AlertmanagerDoors;
import dev.tidegate.gateway.board.Surroundings;
import dev.tidegate.gateway.board.http.BoardDoors;
import dev.tidegate.gateway.incident.http.IncidentDoors;
import dev.tidegate.gateway.openapi.OpenApiDoors;
import dev.tidegate.gateway.problem.Door;
import dev.tidegate.gateway.problem.ProblemAnswers;
import dev.tidegate.gateway.read.ReadBarrier;
import dev.tidegate.gateway.read.r2dbc.ArrivalSql;
import dev.tidegate.gateway.read.r2dbc.Reads;
import dev.tidegate.gateway.read.r2dbc.SnapshotReads;
import dev.tidegate.gateway.stream.EventRing;
import dev.tidegate.gateway.stream.EventSource;
import dev.tidegate.gateway.stream.flow.StreamHub;
import dev.tidegate.gateway.stream.http.StreamDoors;
import dev.tidegate.gateway.watch.flow.WatchHub;
import dev.tidegate.gateway.watch.http.WatchDoors;
import dev.tidegate.health.evidence.Probe;
import dev.tidegate.health.flow.WatchPorts;
import dev.tidegate.health.flow.WatchSettings;
import dev.tidegate.health.flow.Watches;
import dev.tidegate.health.judge.Judges;
import dev.tidegate.health.policy.Source;
import dev.tidegate.health.policy.yaml.PolicyYaml;
import dev.tidegate.health.watch.Probes;
import dev.tidegate.health.watch.WatchLimits;
import dev.tidegate.health.watch.r2dbc.R2dbcWatchReads;
import dev.tidegate.health.watch.r2dbc.R2dbcWatchStore;
import dev.tidegate.model.Labels;
import dev.tidegate.model.topology.Edge;
import dev.tidegate.model.topology.Topology;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RequestPredicates;
import org.springframework.web.reactive.function.server.RouterFunction;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A running server with all doors out, over a town. */
final class House implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.shared();

    final Town town;
    final StreamHub hub;
    final List<Door> doors;
    final AtomicBoolean healthy = new AtomicBoolean(true);
    final AtomicBoolean ready = new AtomicBoolean(true);
    private final DisposableServer server;
    private final reactor.core.Disposable running;

    House(Town town, AlertmanagerConfig config, EventSource source, Duration heartbeat) {
        this.town = town;
        Reads reads = new Reads(town.connections);
        SnapshotReads events = new SnapshotReads(town.connections);
        ReadBarrier barrier = ReadBarrier.none();
        AlertmanagerDoors.Probes probes = new AlertmanagerDoors.Probes() {
            @Override
            public Mono<Boolean> healthy() {
                return Mono.fromSupplier(healthy::get);
            }

            @Override
            public Mono<Boolean> ready() {
                return Mono.fromSupplier(ready::get);
            }
        };
        hub = new StreamHub(
                new EventRing(4_096, 1L << 20),
                source,
                events,
                Schedulers.parallel(),
                heartbeat,
                new SimpleMeterRegistry());
        running = hub.start();
        doors = new ArrayList<>(new StreamDoors(hub, events, reads).doors());
        doors.addAll(new BoardDoors(
                        new ArrivalSql(town.connections),
                        new Surroundings(
                                new Topology(0, List.of(new Edge("cmp1", "rack-a", "rack", "file"))), List.of("rack")),
                        InstantSource.system())
                .doors());
        doors.addAll(new IncidentDoors(reads, reads, events, town, barrier).doors());
        doors.addAll(new AlertmanagerDoors(reads, reads, town, barrier, config, probes, InstantSource.system(), "test")
                .doors());
        doors.addAll(new OpenApiDoors(List.of("openapi/tidegate.yaml", "openapi/watches.yaml", "openapi/board.yaml"))
                .doors());
        doors.addAll(watches(town).doors());
        RouterFunction<ServerResponse> in =
                RouterFunctions.route().POST("/api/v2/alerts", this::take).build();
        RouterFunction<ServerResponse> routes = in.and(Door.open(doors))
                .and(Door.wrongMethods(doors))
                .and(RouterFunctions.route(
                        RequestPredicates.all(),
                        request -> Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND))));
        HttpHandler handler = RouterFunctions.toHttpHandler(
                routes,
                HandlerStrategies.empty()
                        .codecs(codecs -> codecs.registerDefaults(true))
                        .exceptionHandler(new ProblemAnswers(JSON))
                        .build());
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(handler))
                .bindNow();
    }

    /** Watches that nobody runs: what can be read and refused without a source. */
    private static WatchDoors watches(Town town) {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        WatchHub watchHub =
                new WatchHub(Flux::never, Schedulers.parallel(), Duration.ofSeconds(15), 600, 1 << 20, meters);
        Watches watches = new Watches(
                WatchSettings.of("test", WatchLimits.DEFAULT),
                new WatchPorts(
                        new R2dbcWatchStore(town.connections),
                        new NoProbes(),
                        Judges::of,
                        text -> PolicyYaml.parse(text, "policy"),
                        watchHub::offer,
                        event -> Mono.just(event.seq())),
                Schedulers.parallel(),
                meters);
        return new WatchDoors(watches, new R2dbcWatchReads(town.connections), watchHub, InstantSource.system());
    }

    /** Nothing is configured. */
    private record NoProbes() implements Probes {
        @Override
        public Optional<String> unreadable(Source source) {
            return Optional.of("server \"prom\" is not configured here");
        }

        @Override
        public Probe of(Source source, String tenant) {
            throw new IllegalStateException("nothing can be read");
        }
    }

    /** The other door, as simple as can be. */
    private Mono<ServerResponse> take(ServerRequest request) {
        return request.bodyToMono(byte[].class)
                .publishOn(Schedulers.boundedElastic())
                .doOnNext(body -> {
                    for (JsonNode alert : JSON.readTree(body)) {
                        String end = alert.path("endsAt").asString("");
                        town.fire(
                                0,
                                labels(alert.path("labels")),
                                labels(alert.path("annotations")),
                                end.isEmpty() || end.startsWith("0001")
                                        ? null
                                        : OffsetDateTime.parse(end).toInstant());
                    }
                })
                .then(Mono.defer(() -> ServerResponse.ok().build()));
    }

    private static Labels labels(JsonNode node) {
        Labels.Builder out = new Labels.Builder();
        node.properties()
                .forEach(entry -> out.add(entry.getKey(), entry.getValue().asString("")));
        return out.build();
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** Closes the house and leaves the town. */
    void stop() {
        running.dispose();
        server.disposeNow();
    }

    @Override
    public void close() {
        stop();
        town.connections.dispose();
    }
}
