package dev.tidegate.gateway.door;

import dev.tidegate.rollout.target.NodeResult;
import dev.tidegate.rollout.target.Order;
import dev.tidegate.rollout.target.Proof;
import dev.tidegate.rollout.target.Target;
import dev.tidegate.rollout.target.TestResult;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Nodes that do as they are told at once, and remember it. */
record Willing(Map<String, String> has) implements Target {
    @Override
    public Mono<String> apply(Order order) {
        return Mono.fromSupplier(() -> {
            order.nodes().forEach(node -> has.put(node, order.revision()));
            return "job";
        });
    }

    @Override
    public Mono<String> revert(Order order) {
        return apply(order);
    }

    @Override
    public Mono<Optional<String>> find(Order order) {
        return Mono.just(Optional.of("job"));
    }

    @Override
    public Flux<NodeResult> follow(Order order, String job) {
        return Flux.fromIterable(order.nodes()).map(node -> new NodeResult(node, NodeResult.Kind.SUCCEEDED, "1 state"));
    }

    @Override
    public Flux<Proof> prove(Order order, Collection<String> nodes) {
        return Flux.fromIterable(nodes)
                .map(node -> new Proof(node, Optional.of(has.getOrDefault(node, "b".repeat(40))), "file"));
    }

    @Override
    public Flux<TestResult> test(Order order, String command, Collection<String> nodes) {
        return Flux.fromIterable(nodes).map(node -> new TestResult(node, command, true, "ok"));
    }
}
