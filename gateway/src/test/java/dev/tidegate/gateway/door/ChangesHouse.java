package dev.tidegate.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.gateway.change.http.ChangeDoors;
import dev.tidegate.gateway.problem.Door;
import dev.tidegate.gateway.problem.ProblemAnswers;
import dev.tidegate.gateway.rollout.flow.RolloutViews;
import dev.tidegate.gateway.rollout.http.RolloutDoors;
import dev.tidegate.gateway.rollout.http.RolloutHandlers;
import dev.tidegate.gateway.rollout.http.RolloutStreams;
import dev.tidegate.gateway.security.Identity;
import dev.tidegate.gateway.security.Role;
import dev.tidegate.gateway.watch.flow.WatchHub;
import dev.tidegate.health.policy.yaml.PolicyYaml;
import dev.tidegate.model.topology.Topology;
import dev.tidegate.rollout.change.flow.ChangePorts;
import dev.tidegate.rollout.change.flow.ChangeSettings;
import dev.tidegate.rollout.change.flow.Changes;
import dev.tidegate.rollout.change.r2dbc.R2dbcChanges;
import dev.tidegate.rollout.engine.RolloutCommand.Health.Signal;
import dev.tidegate.rollout.engine.r2dbc.R2dbcRolloutReads;
import dev.tidegate.rollout.engine.r2dbc.R2dbcRolloutStore;
import dev.tidegate.rollout.fleet.yaml.FleetFile;
import dev.tidegate.rollout.flow.Beginning;
import dev.tidegate.rollout.flow.Reopening;
import dev.tidegate.rollout.flow.RolloutPorts;
import dev.tidegate.rollout.flow.RolloutSettings;
import dev.tidegate.rollout.flow.Rollouts;
import dev.tidegate.rollout.flow.WaveGate;
import dev.tidegate.rollout.flow.WaveHealth;
import dev.tidegate.rollout.packages.Packages;
import dev.tidegate.rollout.risk.r2dbc.R2dbcHistory;
import dev.tidegate.rollout.staging.flow.StagingPorts;
import dev.tidegate.rollout.staging.flow.StagingRuns;
import dev.tidegate.rollout.staging.flow.StagingSettings;
import dev.tidegate.rollout.staging.r2dbc.R2dbcStaging;
import dev.tidegate.rollout.target.Target;
import dev.tidegate.rollout.window.r2dbc.R2dbcCalendars;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ReactorHttpHandlerAdapter;
import org.springframework.web.reactive.function.server.HandlerStrategies;
import org.springframework.web.reactive.function.server.RouterFunctions;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The doors of changes and rollouts over a real database, with machines that do as they are told; who asks is said by the
 * header {@code X-Person: name tenant role,role}.
 */
final class ChangesHouse implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final List<Door> doors;
    final List<Door> rolloutDoors;
    /** Facts of watches come here, as they would from whoever runs them. */
    final WatchHub hub;
    /** What the watches of all waves say. */
    final AtomicReference<WaveHealth.Seen> health =
            new AtomicReference<>(new WaveHealth.Seen(Signal.HEALTHY, "all is well"));

    private final StagingRuns runs;
    private final Rollouts rollouts;
    private final DisposableServer server;

    ChangesHouse(Town town) {
        FleetFile fleet = FleetFile.read(fleet());
        R2dbcChanges book = new R2dbcChanges(town.connections);
        R2dbcCalendars calendars = new R2dbcCalendars(town.connections);
        R2dbcHistory history = new R2dbcHistory(town.connections);
        R2dbcStaging staging = new R2dbcStaging(town.connections);
        Map<String, Target> targets = Map.of("salt", new Willing(new ConcurrentHashMap<>()));
        ChangePorts ports = new ChangePorts(
                book,
                fleet,
                new Agreed(),
                none(Packages.class),
                targets,
                calendars,
                calendars,
                history,
                history,
                staging,
                text -> PolicyYaml.parse(text, "policy"),
                Topology.EMPTY);
        InstantSource clock = InstantSource.system();
        Changes changes = new Changes(ports, ChangeSettings.of("test"), clock, new SimpleMeterRegistry());
        runs = new StagingRuns(
                new StagingPorts(staging, book, fleet, none(Packages.class), targets, new Sound()),
                new StagingSettings(
                        "test",
                        Duration.ofSeconds(10),
                        Duration.ofMillis(50),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(20),
                        1,
                        Duration.ofMillis(10),
                        5),
                Schedulers.parallel(),
                new SimpleMeterRegistry());
        runs.start();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        hub = new WatchHub(Flux::never, Schedulers.parallel(), Duration.ofSeconds(15), 600, 1 << 20, meters);
        R2dbcRolloutStore store = new R2dbcRolloutStore(town.connections);
        RolloutViews views = new RolloutViews(new R2dbcRolloutReads(town.connections), store, Schedulers.parallel());
        rollouts = new Rollouts(
                settings(),
                new RolloutPorts(
                        store,
                        targets,
                        new Agreed(),
                        none(Packages.class),
                        fleet,
                        new WaveGate(book, calendars),
                        new Waves(health),
                        views::changed,
                        (brief, failed) -> book.ended(brief.terms().change(), brief.id(), clock.instant())),
                Schedulers.newParallel("rollout", 1, true),
                meters);
        rollouts.start();
        RolloutHandlers handlers = new RolloutHandlers(
                rollouts,
                new Beginning(rollouts, book, book, changes, fleet, clock),
                new Reopening(rollouts, store, new Agreed(), none(Packages.class), clock),
                views,
                clock);
        rolloutDoors = new RolloutDoors(
                        handlers,
                        new RolloutStreams(
                                handlers, views, rollouts, hub, Schedulers.parallel(), Duration.ofSeconds(2), meters))
                .doors();
        List<Door> all = new ArrayList<>(rolloutDoors);
        doors = new ChangeDoors(changes, runs, staging, history, calendars, fleet, this::heard, clock).doors();
        all.addAll(doors);
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(
                        Door.open(all).and(Door.wrongMethods(all)),
                        HandlerStrategies.empty()
                                .codecs(codecs -> codecs.registerDefaults(true))
                                .webFilter(ChangesHouse::known)
                                .exceptionHandler(new ProblemAnswers(JsonMapper.shared()))
                                .build())))
                .bindNow();
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    /** The defaults, with less waiting. */
    private static RolloutSettings settings() {
        RolloutSettings of = RolloutSettings.of("test");
        return new RolloutSettings(
                of.node(),
                of.open(),
                of.lease(),
                Duration.ofMillis(200),
                Duration.ofMillis(50),
                Duration.ofSeconds(3),
                of.call(),
                Duration.ofMillis(50),
                Duration.ofMillis(200),
                Duration.ofMillis(200),
                of.answer());
    }

    private static Path fleet() {
        StringBuilder text = new StringBuilder("targets: {salt: {kind: salt}}\nmachines:\n");
        for (int i = 10; i < 30; i++) {
            text.append("- {name: cmp")
                    .append(i)
                    .append(", role: compute, domain: r")
                    .append(i % 4)
                    .append(", site: eu1, tenant: acme, target: salt}\n");
        }
        text.append("- {name: oth10, role: gateway, tenant: other, target: salt}\n");
        text.append("- {name: stg10, role: compute, staging: true, target: salt}\n");
        try {
            return Files.writeString(Files.createTempFile("tidegate-fleet-", ".yaml"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> call(String person, String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path))
                .header("X-Person", person)
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .timeout(PATIENCE);
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The document of an answer that must have this status. */
    static JsonNode expect(int status, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return JsonMapper.shared().readTree(answer.body());
    }

    /** A change of some machines, as it is sent. */
    static ObjectNode body(String title, String selector, Instant start) {
        ObjectNode body = JsonMapper.shared().createObjectNode();
        body.put("title", title)
                .put("reason", "too low")
                .put("selector", selector)
                .put("start", start.toString());
        body.putObject("origin").put("kind", "git").put("repository", "infra").put("revision", "a".repeat(40));
        body.putArray("states").add("nova.compute");
        body.putArray("tests").add("nova-status");
        body.put("policy", "signals:\n- {name: alerts, incidents: 'severity=critical', limit: 0}\n");
        return body;
    }

    private static Mono<Void> known(ServerWebExchange exchange, WebFilterChain chain) {
        @Nullable String person = exchange.getRequest().getHeaders().getFirst("X-Person");
        String[] words = person == null ? new String[] {"nobody", "-", ""} : person.split(" ");
        Set<Role> roles = EnumSet.noneOf(Role.class);
        Arrays.stream(words[2].split(",")).forEach(word -> Role.of(word).ifPresent(roles::add));
        Identity identity = new Identity(words[0], roles, words[1].equals("us") ? "" : words[1]);
        return chain.filter(exchange.mutate().principal(Mono.just(identity)).build());
    }

    /** Nothing of this kind is asked here. */
    private static <T> T none(Class<T> port) {
        return port.cast(Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (self, method, args) -> {
            throw new IllegalStateException(method + " is not asked for here");
        }));
    }

    @Override
    public void close() {
        runs.close().block(PATIENCE);
        rollouts.close().block(PATIENCE);
        server.disposeNow();
    }

    /** What review servers told; only one is known. */
    final Map<String, String> events = new ConcurrentHashMap<>();

    private boolean heard(String server, String event) {
        return server.equals("gerrit") && events.put(server, event) == null;
    }
}
