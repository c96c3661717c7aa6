package dev.tidegate.rollout.staging;

import dev.tidegate.rollout.target.NodeResult;
import dev.tidegate.rollout.target.Order;
import dev.tidegate.rollout.target.Proof;
import dev.tidegate.rollout.target.Target;
import dev.tidegate.rollout.target.TargetException;
import dev.tidegate.rollout.target.TestResult;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Nodes that do as they are told, except for those that do not. */
public final class FakeTarget implements Target {
    public final List<String> applied = new CopyOnWriteArrayList<>();
    public final Map<String, String> jobs = new ConcurrentHashMap<>();
    public final Map<String, String> revisions = new ConcurrentHashMap<>();
    public final Set<String> failing = ConcurrentHashMap.newKeySet();
    public final Set<String> dead = ConcurrentHashMap.newKeySet();
    public final Set<String> deaf = ConcurrentHashMap.newKeySet();
    public final Set<String> badTests = ConcurrentHashMap.newKeySet();
    public volatile boolean down;
    /** The next order is taken, and its answer is lost. */
    public volatile boolean losesTheAnswer;

    @Override
    public Mono<String> apply(Order order) {
        return Mono.defer(() -> {
            if (down) {
                return Mono.error(new TargetException("salt-api does not answer"));
            }
            applied.add(order.id());
            jobs.put(order.id(), "job-" + applied.size());
            order.nodes().stream()
                    .filter(node -> !failing.contains(node) && !dead.contains(node) && !deaf.contains(node))
                    .forEach(node -> revisions.put(node, order.revision()));
            if (losesTheAnswer) {
                losesTheAnswer = false;
                return Mono.never();
            }
            return Mono.justOrEmpty(jobs.get(order.id()));
        });
    }

    @Override
    public Mono<String> revert(Order order) {
        return apply(order);
    }

    @Override
    public Mono<Optional<String>> find(Order order) {
        return Mono.fromSupplier(() -> Optional.ofNullable(jobs.get(order.id())));
    }

    @Override
    public Flux<NodeResult> follow(Order order, String job) {
        return Flux.fromIterable(order.nodes())
                .filter(node -> !dead.contains(node))
                .map(node -> failing.contains(node)
                        ? new NodeResult(node, NodeResult.Kind.FAILED, "nova.compute: no such package")
                        : new NodeResult(node, NodeResult.Kind.SUCCEEDED, "3 states"))
                .concatWith(Flux.never());
    }

    @Override
    public Flux<Proof> prove(Order order, Collection<String> nodes) {
        return Flux.fromIterable(nodes)
                .map(node -> new Proof(node, Optional.ofNullable(revisions.get(node)), "/etc/tidegate/revision"));
    }

    @Override
    public Flux<TestResult> test(Order order, String command, Collection<String> nodes) {
        return Flux.fromIterable(nodes)
                .map(node -> new TestResult(
                        node, command, !badTests.contains(node), badTests.contains(node) ? "boom" : "ok"));
    }
}
