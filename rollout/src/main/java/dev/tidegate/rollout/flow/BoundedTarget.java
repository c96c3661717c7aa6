package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.target.NodeResult;
import dev.tidegate.rollout.target.Order;
import dev.tidegate.rollout.target.Proof;
import dev.tidegate.rollout.target.Target;
import dev.tidegate.rollout.target.TargetException;
import dev.tidegate.rollout.target.TestResult;
import java.util.Collection;
import java.util.Optional;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A target whose results wait here when they come faster than they are written, up to {@link #MOST}. One that tells more is
 * cut off, counted, and asked for all of them again by whoever follows it: nothing is lost.
 */
record BoundedTarget(Target target, RolloutMeters meters) implements Target {
    /** Results of one order that wait; twice what the largest order brings when each node is told of once. */
    static final int MOST = 20_000;

    @Override
    public Flux<NodeResult> follow(Order order, String job) {
        return target.follow(order, job)
                .onBackpressureBuffer(MOST, unused -> meters.overrun())
                .onErrorMap(
                        Exceptions::isOverflow,
                        overflow -> new TargetException("it told more than " + MOST
                                + " results before they could be written, and is asked again"));
    }

    @Override
    public Mono<String> apply(Order order) {
        return target.apply(order);
    }

    @Override
    public Mono<String> revert(Order order) {
        return target.revert(order);
    }

    @Override
    public Mono<Optional<String>> find(Order order) {
        return target.find(order);
    }

    @Override
    public Flux<Proof> prove(Order order, Collection<String> nodes) {
        return target.prove(order, nodes);
    }

    @Override
    public Flux<TestResult> test(Order order, String command, Collection<String> nodes) {
        return target.test(order, command, nodes);
    }
}
