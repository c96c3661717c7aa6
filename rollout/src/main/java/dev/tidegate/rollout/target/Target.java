package dev.tidegate.rollout.target;

import java.util.Collection;
import java.util.Optional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Carries orders to nodes. Every call may be made again without harm: an order is known by its id, and nodes that have the
 * revision already are left alone. Fails with {@link TargetException}, which says nothing about nodes; what is known of a
 * node is in the answers.
 */
public interface Target {

    /** Gives an order; the name of the job under which the target knows it, as soon as it has taken it. */
    Mono<String> apply(Order order);

    /** Gives an order to go back. */
    Mono<String> revert(Order order);

    /** The job of an order that may have been given before a crash; empty when the target knows nothing of it. */
    Mono<Optional<String>> find(Order order);

    /**
     * How the nodes of an order end, each once, as soon as it is known; nodes that never answer are left out and the stream
     * goes on until it is cancelled. Begun again after a restart it tells all of them again.
     */
    Flux<NodeResult> follow(Order order, String job);

    /** Reads the revision back, from each node once. */
    Flux<Proof> prove(Order order, Collection<String> nodes);

    /** Runs a test command on nodes, once each. */
    Flux<TestResult> test(Order order, String command, Collection<String> nodes);
}
