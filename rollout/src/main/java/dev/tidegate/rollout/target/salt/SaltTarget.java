package dev.tidegate.rollout.target.salt;

import dev.tidegate.rollout.target.NodeResult;
import dev.tidegate.rollout.target.Order;
import dev.tidegate.rollout.target.Proof;
import dev.tidegate.rollout.target.Target;
import dev.tidegate.rollout.target.TargetException;
import dev.tidegate.rollout.target.TestResult;
import dev.tidegate.rollout.target.http.Calls;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * A Salt master. An order becomes jobs of at most {@link Part#NODES} minions, whose ids follow from the order: before one is
 * sent the job list is asked for it, since Salt runs a repeated id again after a minion's restart. The order is in the jobs'
 * metadata too, by which they are found when a master gave other ids. States get the revision as pillar {@code tidegate}.
 *
 * <p>Salt's own batch is not used: it takes minions that never answer for good ones.
 */
public final class SaltTarget implements Target, Disposable {
    private static final Logger log = LoggerFactory.getLogger(SaltTarget.class);
    /** Parts of an order that are sent at once. */
    private static final int TOGETHER = 4;

    private final SaltSettings settings;
    private final Calls http;
    private final SaltCalls calls;
    private final Jobs jobs;
    private final Events events;
    private final Asking asking;

    /** Throws IllegalArgumentException when the CA file cannot be used. */
    public SaltTarget(SaltSettings settings, MeterRegistry meters) {
        this.settings = settings;
        this.http = new Calls(settings.endpoint(), meters);
        Session session = new Session(settings, http);
        this.calls = new SaltCalls(http, session);
        this.jobs = new Jobs(calls, settings.endpoint().answer());
        this.events = new Events(http, session, meters);
        this.asking = new Asking(calls, settings.proof(), settings.endpoint().answer());
    }

    @Override
    public Mono<String> apply(Order order) {
        return give(order, "forward");
    }

    @Override
    public Mono<String> revert(Order order) {
        return give(order, "back");
    }

    @Override
    public Mono<Optional<String>> find(Order order) {
        List<Part> parts = Part.of(order);
        return Flux.fromIterable(parts)
                .flatMapSequential(part -> known(order, part), TOGETHER)
                .collectList()
                .flatMap(found -> {
                    if (found.stream().allMatch(Optional::isPresent)) {
                        return Mono.just(Optional.of(name(found)));
                    }
                    return jobs.search(order.id()).map(searched -> named(parts, found, searched));
                });
    }

    /** Jobs by their ids, else by their metadata; nothing as long as a part is missing, which giving the order mends. */
    private static Optional<String> named(
            List<Part> parts, List<Optional<String>> found, Map<Integer, String> searched) {
        List<Optional<String>> all = parts.stream()
                .map(part -> found.get(part.number()).or(() -> Optional.ofNullable(searched.get(part.number()))))
                .toList();
        return all.stream().allMatch(Optional::isPresent) ? Optional.of(name(all)) : Optional.empty();
    }

    private static String name(List<Optional<String>> jids) {
        return jids.stream().flatMap(Optional::stream).collect(Collectors.joining(","));
    }

    @Override
    public Flux<NodeResult> follow(Order order, String job) {
        return Flux.defer(() -> new Following(
                        jobs,
                        events,
                        settings.look(),
                        asking::prove,
                        order.revision(),
                        order.nodes(),
                        Following.jids(job))
                .results());
    }

    @Override
    public Flux<Proof> prove(Order order, Collection<String> nodes) {
        return asking.prove(List.copyOf(nodes));
    }

    @Override
    public Flux<TestResult> test(Order order, String command, Collection<String> nodes) {
        return asking.test(command, List.copyOf(nodes), order.within());
    }

    @Override
    public void dispose() {
        http.dispose();
    }

    @Override
    public boolean isDisposed() {
        return http.isDisposed();
    }

    private Mono<String> give(Order order, String direction) {
        return Flux.fromIterable(Part.of(order))
                .flatMapSequential(
                        part -> known(order, part)
                                .flatMap(jid -> jid.map(Mono::just).orElseGet(() -> send(order, part, direction))),
                        TOGETHER)
                .collect(Collectors.joining(","));
    }

    private Mono<Optional<String>> known(Order order, Part part) {
        return jobs.list(part.jid())
                .map(found -> found.map(job -> {
                    if (job.order().isPresent() && !job.order().get().equals(order.id())) {
                        throw new TargetException(http.endpoint().title() + " has a job " + part.jid() + " of order "
                                + job.order().get() + ", which should be of order " + order.id());
                    }
                    return part.jid();
                }));
    }

    private Mono<String> send(Order order, Part part, String direction) {
        return calls.start(part.nodes(), settings.function(), lowstate(order, part, direction))
                .map(answer -> jid(answer, part));
    }

    private String jid(JsonNode answer, Part part) {
        if (answer.isObject() && answer.isEmpty()) {
            log.warn(
                    "{} knows none of {}: are their keys accepted?",
                    http.endpoint().title(),
                    part.nodes());
            return Following.NOBODY;
        }
        String jid = answer.path("jid").asString("");
        if (!jid.matches("\\d{20}")) {
            throw new TargetException(http.endpoint().title() + " answers an order without the id of a job: "
                    + Returns.shorten(answer.toString()));
        }
        if (!jid.equals(part.jid())) {
            log.warn("{} gave the job id {} instead of {}", http.endpoint().title(), jid, part.jid());
        }
        return jid;
    }

    private Map<String, Object> lowstate(Order order, Part part, String direction) {
        Map<String, Object> pillar = new LinkedHashMap<>();
        pillar.put("revision", order.revision());
        pillar.put("repository", order.repository());
        if (!order.packages().isEmpty()) {
            pillar.put(
                    "packages",
                    order.packages().stream()
                            .map(published -> Map.of(
                                    "prefix", published.prefix(),
                                    "distribution", published.distribution(),
                                    "component", published.component(),
                                    "snapshot", published.snapshot()))
                            .toList());
        }
        Map<String, Object> arguments = new LinkedHashMap<>(settings.arguments());
        arguments.put("pillar", Map.of("tidegate", pillar));
        Map<String, Object> lowstate = new LinkedHashMap<>();
        lowstate.put("arg", order.states().isEmpty() ? List.of() : List.of(String.join(",", order.states())));
        lowstate.put("kwarg", arguments);
        lowstate.put("jid", part.jid());
        lowstate.put(
                "metadata",
                Map.of(
                        "tidegate", order.id(),
                        "part", part.number(),
                        "epoch", order.epoch(),
                        "rollout", order.rollout(),
                        "revision", order.revision(),
                        "direction", direction));
        return lowstate;
    }
}
