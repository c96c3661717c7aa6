package dev.tidegate.rollout.target.webhook;

import dev.tidegate.health.remote.Answer;
import dev.tidegate.rollout.target.NodeResult;
import dev.tidegate.rollout.target.NodeResult.Kind;
import dev.tidegate.rollout.target.Order;
import dev.tidegate.rollout.target.Proof;
import dev.tidegate.rollout.target.Target;
import dev.tidegate.rollout.target.TargetException;
import dev.tidegate.rollout.target.TestResult;
import dev.tidegate.rollout.target.http.Calls;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.HttpMethod;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server that is given orders by POST and asked by GET how they stand. */
public final class WebhookTarget implements Target, Disposable {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Pattern REVISION = Pattern.compile("[0-9a-f]{40}");
    private static final byte[] NOTHING = {};

    private final WebhookSettings settings;
    private final InstantSource clock;
    private final Calls calls;

    /** @param clock for signatures */
    public WebhookTarget(WebhookSettings settings, InstantSource clock, MeterRegistry meters) {
        this.settings = settings;
        this.clock = clock;
        this.calls = new Calls(settings.endpoint(), meters);
    }

    @Override
    public Mono<String> apply(Order order) {
        return give(order, "forward");
    }

    @Override
    public Mono<String> revert(Order order) {
        return give(order, "back");
    }

    private Mono<String> give(Order order, String direction) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("order", order.id());
        body.put("epoch", order.epoch());
        body.put("rollout", order.rollout());
        body.put("direction", direction);
        body.put("nodes", order.nodes());
        body.put("repository", order.repository());
        body.put("revision", order.revision());
        body.put("states", order.states());
        body.put("packages", order.packages());
        body.put("withinSeconds", order.within().toSeconds());
        return post("/orders", body, order.id()).map(reply -> {
            if (reply.status() != 202 && reply.status() != 200) {
                throw refused(reply, "an order");
            }
            return job(reply);
        });
    }

    @Override
    public Mono<Optional<String>> find(Order order) {
        return state(order).map(found -> found.map(this::job));
    }

    @Override
    public Flux<NodeResult> follow(Order order, String job) {
        return Flux.defer(() -> {
            Set<String> pending = ConcurrentHashMap.newKeySet();
            pending.addAll(order.nodes());
            return Flux.interval(Duration.ZERO, settings.look())
                    .onBackpressureLatest()
                    .concatMap(unused -> look(order), 1)
                    .filter(result -> pending.remove(result.node()))
                    .takeUntil(unused -> pending.isEmpty());
        });
    }

    private Flux<NodeResult> look(Order order) {
        return state(order)
                .flatMapIterable(found -> found.map(reply -> json(reply)
                                .path("nodes")
                                .valueStream()
                                .flatMap(node -> result(node).stream())
                                .toList())
                        .orElseGet(List::of));
    }

    private static Optional<NodeResult> result(JsonNode node) {
        Kind kind = switch (node.path("state").asString("")) {
            case "succeeded" -> Kind.SUCCEEDED;
            case "failed" -> Kind.FAILED;
            case "unreachable" -> Kind.UNREACHABLE;
            default -> null;
        };
        return kind == null
                ? Optional.empty()
                : Optional.of(new NodeResult(
                        node.path("node").asString(""),
                        kind,
                        node.path("detail").asString("")));
    }

    @Override
    public Flux<Proof> prove(Order order, Collection<String> nodes) {
        return eachNode("/proofs", Map.of("repository", order.repository(), "nodes", nodes), nodes, answer -> {
            String revision = answer.path("revision").asString("");
            boolean read = REVISION.matcher(revision).matches();
            String detail = answer.path("detail").asString(read ? "read by the webhook" : "no revision");
            return new Proof(
                    answer.path("node").asString(""), Optional.of(revision).filter(unused -> read), detail);
        });
    }

    @Override
    public Flux<TestResult> test(Order order, String command, Collection<String> nodes) {
        Map<String, Object> body = Map.of(
                "order",
                order.id(),
                "command",
                command,
                "nodes",
                nodes,
                "withinSeconds",
                order.within().toSeconds());
        return eachNode(
                "/tests",
                body,
                nodes,
                answer -> new TestResult(
                        answer.path("node").asString(""),
                        command,
                        answer.path("passed").asBoolean(false),
                        answer.path("output").asString("it was left out of the answer")));
    }

    /** One of each node that was asked for: what is answered beside them is left out, what is missing is an empty answer. */
    private <T> Flux<T> eachNode(
            String path, Map<String, Object> body, Collection<String> nodes, Function<JsonNode, T> read) {
        return post(path, body, "").flatMapIterable(reply -> {
            if (reply.status() != 200) {
                throw refused(reply, path);
            }
            Set<String> left = new HashSet<>(nodes);
            List<JsonNode> answers = json(reply)
                    .path("nodes")
                    .valueStream()
                    .filter(node -> left.remove(node.path("node").asString("")))
                    .toList();
            return Stream.concat(
                            answers.stream(),
                            left.stream().map(node -> JSON.createObjectNode().put("node", node)))
                    .map(read)
                    .toList();
        });
    }

    @Override
    public void dispose() {
        calls.dispose();
    }

    @Override
    public boolean isDisposed() {
        return calls.isDisposed();
    }

    private Mono<Optional<Answer>> state(Order order) {
        String path = "/orders/" + URLEncoder.encode(order.id(), StandardCharsets.UTF_8);
        return send(HttpMethod.GET, path, NOTHING, "").map(reply -> {
            if (reply.status() == 404) {
                return Optional.empty();
            }
            if (reply.status() != 200) {
                throw refused(reply, "the state of an order");
            }
            return Optional.of(reply);
        });
    }

    private Mono<Answer> post(String path, Map<String, Object> body, String key) {
        return Mono.defer(() -> send(HttpMethod.POST, path, JSON.writeValueAsBytes(body), key));
    }

    private Mono<Answer> send(HttpMethod method, String path, byte[] body, String key) {
        return headers(method, path, body, key).flatMap(headers -> calls.call(method, path, headers, body));
    }

    private Mono<Map<String, String>> headers(HttpMethod method, String path, byte[] body, String key) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Accept", "application/json");
        if (body.length > 0) {
            headers.put("Content-Type", "application/json");
        }
        if (!key.isEmpty()) {
            headers.put("Idempotency-Key", key);
        }
        if (settings.secretFile().isEmpty()) {
            return Mono.just(headers);
        }
        return Mono.fromCallable(() -> {
                    headers.put(
                            Signature.HEADER,
                            Signature.of(settings.secretFile().get(), clock.instant(), method.name(), path, body));
                    return headers;
                })
                .subscribeOn(Schedulers.boundedElastic());
    }

    private String job(Answer reply) {
        String job = json(reply).path("job").asString("");
        if (job.isEmpty()) {
            throw new TargetException(title() + " names no job in its answer: " + reply.excerpt());
        }
        return job;
    }

    private JsonNode json(Answer reply) {
        try {
            return JSON.readTree(reply.body(), 0, reply.length());
        } catch (JacksonException notJson) {
            throw new TargetException(
                    title() + " answers with something that is not JSON: " + reply.excerpt(), notJson);
        }
    }

    private TargetException refused(Answer reply, String what) {
        return new TargetException(title() + " answers " + reply.status() + " to " + what + ": " + reply.excerpt());
    }

    private String title() {
        return calls.endpoint().title();
    }
}
