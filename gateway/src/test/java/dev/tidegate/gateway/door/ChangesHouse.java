package dev.tidegate.gateway.door;

import dev.tidegate.gateway.change.http.ChangeDoors;
import dev.tidegate.gateway.problem.Door;
import dev.tidegate.gateway.problem.ProblemAnswers;
import dev.tidegate.gateway.security.Identity;
import dev.tidegate.gateway.security.Role;
import dev.tidegate.health.judge.Verdict;
import dev.tidegate.health.policy.yaml.PolicyYaml;
import dev.tidegate.model.topology.Topology;
import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.change.flow.ChangePorts;
import dev.tidegate.rollout.change.flow.ChangeSettings;
import dev.tidegate.rollout.change.flow.Changes;
import dev.tidegate.rollout.change.r2dbc.R2dbcChanges;
import dev.tidegate.rollout.fleet.yaml.FleetFile;
import dev.tidegate.rollout.packages.Packages;
import dev.tidegate.rollout.review.Diff;
import dev.tidegate.rollout.review.Review;
import dev.tidegate.rollout.review.ReviewException;
import dev.tidegate.rollout.risk.r2dbc.R2dbcHistory;
import dev.tidegate.rollout.staging.HealthWatch;
import dev.tidegate.rollout.staging.StagingRun;
import dev.tidegate.rollout.staging.flow.StagingPorts;
import dev.tidegate.rollout.staging.flow.StagingRuns;
import dev.tidegate.rollout.staging.flow.StagingSettings;
import dev.tidegate.rollout.staging.r2dbc.R2dbcStaging;
import dev.tidegate.rollout.target.NodeResult;
import dev.tidegate.rollout.target.Order;
import dev.tidegate.rollout.target.Proof;
import dev.tidegate.rollout.target.Target;
import dev.tidegate.rollout.target.TestResult;
import dev.tidegate.rollout.window.r2dbc.R2dbcCalendars;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
import tools.jackson.databind.json.JsonMapper;

/** The doors of changes over a real database; who asks is said by the header {@code X-Person: name tenant role,role}. */
final class ChangesHouse implements AutoCloseable {
    final List<Door> doors;
    private final StagingRuns runs;
    private final DisposableServer server;

    ChangesHouse(Town town, Path fleetFile) {
        FleetFile fleet = FleetFile.read(fleetFile);
        R2dbcChanges book = new R2dbcChanges(town.connections);
        R2dbcCalendars calendars = new R2dbcCalendars(town.connections);
        R2dbcHistory history = new R2dbcHistory(town.connections);
        R2dbcStaging staging = new R2dbcStaging(town.connections);
        Map<String, Target> targets = Map.of("salt", new Willing());
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
        doors = new ChangeDoors(changes, runs, staging, history, calendars, fleet, clock).doors();
        server = HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .handle(new ReactorHttpHandlerAdapter(RouterFunctions.toHttpHandler(
                        Door.open(doors).and(Door.wrongMethods(doors)),
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
        runs.close().block(Duration.ofSeconds(30));
        server.disposeNow();
    }

    /** Everything is reviewed, and was deployed before. */
    private record Agreed() implements Review {
        @Override
        public Mono<Reviewed> look(Origin origin) {
            return Mono.just(
                    new Reviewed(true, "rob agreed", true, "ann", List.of("rob"), "Raise", Instant.EPOCH, List.of()));
        }

        @Override
        public Mono<Diff> diff(Origin origin) {
            return switch (origin.revision().charAt(0)) {
                case 'd' -> Mono.error(ReviewException.unknown("infra has no commit " + origin.revision()));
                case 'e' -> Mono.error(new ReviewException("infra cannot be reached: connection refused"));
                default ->
                    Mono.just(new Diff(
                            Optional.of("b".repeat(40)),
                            origin.revision(),
                            List.of(new Diff.ChangedFile(
                                    "nova/compute.sls",
                                    Optional.empty(),
                                    Diff.Kind.CHANGED,
                                    false,
                                    1,
                                    1,
                                    List.of(new Diff.Hunk(1, 1, List.of("-limit: 1", "+limit: 2"))),
                                    false)),
                            0));
            };
        }

        @Override
        public Mono<Reviewed> submit(Origin origin) {
            return Mono.error(new ReviewException("nothing is submitted here"));
        }

        @Override
        public Mono<Deployed> record(Origin origin, Deployment deployment) {
            return Mono.error(new ReviewException("nothing is written here"));
        }

        @Override
        public Mono<Deployment> deployed(String repository, String group) {
            return Mono.just(new Deployment(group, "b".repeat(40), Optional.empty(), "r0", List.of(), Instant.EPOCH));
        }
    }

    /** Nodes that do as they are told. */
    private record Willing() implements Target {
        @Override
        public Mono<String> apply(Order order) {
            return Mono.just("job");
        }

        @Override
        public Mono<String> revert(Order order) {
            return Mono.just("job");
        }

        @Override
        public Mono<Optional<String>> find(Order order) {
            return Mono.just(Optional.of("job"));
        }

        @Override
        public Flux<NodeResult> follow(Order order, String job) {
            return Flux.fromIterable(order.nodes())
                    .map(node -> new NodeResult(node, NodeResult.Kind.SUCCEEDED, "1 state"));
        }

        @Override
        public Flux<Proof> prove(Order order, Collection<String> nodes) {
            return Flux.fromIterable(nodes).map(node -> new Proof(node, Optional.of(order.revision()), "file"));
        }

        @Override
        public Flux<TestResult> test(Order order, String command, Collection<String> nodes) {
            return Flux.fromIterable(nodes).map(node -> new TestResult(node, command, true, "ok"));
        }
    }

    /** Health that never gets worse. */
    private record Sound() implements HealthWatch {
        @Override
        public Mono<Duration> open(StagingRun run, String policy, Instant now, Instant until) {
            return Mono.just(Duration.ZERO);
        }

        @Override
        public Mono<Optional<Verdict>> verdict(StagingRun run) {
            return Mono.just(Optional.of(new Verdict.Healthy("nothing got worse")));
        }

        @Override
        public Mono<Boolean> close(StagingRun run, String reason) {
            return Mono.just(true);
        }
    }
}
