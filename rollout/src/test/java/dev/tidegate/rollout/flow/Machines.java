package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.target.NodeResult;
import dev.tidegate.rollout.target.Order;
import dev.tidegate.rollout.target.Proof;
import dev.tidegate.rollout.target.Target;
import dev.tidegate.rollout.target.TargetException;
import dev.tidegate.rollout.target.TestResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * A target that keeps count and has no idea of ours: told twice, it runs twice. Nodes take a moment, and do not answer when
 * they are dead; the target itself may be away.
 */
final class Machines implements Target {
    static final Duration TAKES = Duration.ofMillis(700);

    private final Scheduler clock;
    private final Map<String, String> has = new ConcurrentHashMap<>();
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    final Set<String> dead = new HashSet<>();
    final Set<String> refusing = new HashSet<>();
    final Map<String, Duration> slow = new HashMap<>();
    Duration asked = Duration.ofMillis(200); // how often it is asked who is done
    boolean away;

    Machines(Scheduler clock, Collection<String> nodes, String revision) {
        this.clock = clock;
        nodes.forEach(node -> has.put(node, revision));
    }

    /** One order as it was given, each time. */
    record Given(String id, boolean forward, String revision, List<String> nodes, Instant at, long epoch) {}

    private static final class Job {
        private final Order order;
        private final long from;
        private final Set<String> done = new HashSet<>();

        private Job(Order order, long from) {
            this.order = order;
            this.from = from;
        }
    }

    private final List<Given> given = new ArrayList<>();

    synchronized List<Given> given() {
        return List.copyOf(given);
    }

    String has(String node) {
        return Objects.requireNonNull(has.get(node), node);
    }

    int timesTold(boolean forward, String node) {
        return (int) given().stream()
                .filter(one -> one.forward() == forward && one.nodes().contains(node))
                .count();
    }

    private long now() {
        return clock.now(TimeUnit.MILLISECONDS);
    }

    private <T> Mono<T> does(Supplier<T> work) {
        return Mono.fromSupplier(() -> {
            synchronized (this) {
                if (away) {
                    throw new TargetException("connection refused");
                }
                work();
                return work.get();
            }
        });
    }

    /** What has been done by now. */
    private void work() {
        for (Job job : jobs.values()) {
            for (String node : job.order.nodes()) {
                long takes = slow.getOrDefault(node, TAKES).toMillis();
                if (!dead.contains(node)
                        && now() >= job.from + takes
                        && job.done.add(node)
                        && !refusing.contains(node)) {
                    has.put(node, job.order.revision());
                }
            }
        }
    }

    @Override
    public Mono<String> apply(Order order) {
        return give(order, true);
    }

    @Override
    public Mono<String> revert(Order order) {
        return give(order, false);
    }

    private Mono<String> give(Order order, boolean forward) {
        return does(() -> {
            given.add(new Given(
                    order.id(), forward, order.revision(), order.nodes(), Instant.ofEpochMilli(now()), order.epoch()));
            jobs.put("job-" + order.id(), new Job(order, now()));
            return "job-" + order.id();
        });
    }

    @Override
    public Mono<Optional<String>> find(Order order) {
        return does(() -> jobs.containsKey("job-" + order.id()) ? Optional.of("job-" + order.id()) : Optional.empty());
    }

    @Override
    public Flux<NodeResult> follow(Order order, String job) {
        Set<String> told = new HashSet<>();
        return Flux.interval(asked, clock)
                .onBackpressureDrop()
                .concatMap(tick -> does(() -> List.copyOf(Objects.requireNonNull(jobs.get(job), job).done)), 0)
                .concatMapIterable(done -> done)
                .filter(told::add)
                .map(node -> refusing.contains(node)
                        ? new NodeResult(node, NodeResult.Kind.FAILED, "state failed")
                        : new NodeResult(node, NodeResult.Kind.SUCCEEDED, "as told"));
    }

    @Override
    public Flux<Proof> prove(Order order, Collection<String> nodes) {
        return does(() -> nodes.stream()
                        .filter(node -> !dead.contains(node))
                        .map(node -> new Proof(node, Optional.of(has(node)), "grain"))
                        .toList())
                .flatMapIterable(proofs -> proofs);
    }

    @Override
    public Flux<TestResult> test(Order order, String command, Collection<String> nodes) {
        return Flux.empty();
    }
}
