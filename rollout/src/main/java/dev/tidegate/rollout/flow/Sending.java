package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Dispatch;
import dev.tidegate.rollout.engine.NodeState;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.target.NodeResult;
import dev.tidegate.rollout.target.Order;
import dev.tidegate.rollout.target.Proof;
import dev.tidegate.rollout.target.Target;
import dev.tidegate.rollout.target.TargetException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Gives orders to targets, and finds out how they end.
 *
 * <p>An order is given without asking only by who has just recorded the intention, and once. Whoever else finds it, or whose
 * giving failed, asks the target for it first. Nothing is given without a lease that is certain.
 */
final class Sending {
    /** Nodes that are proven together. */
    private static final int TOGETHER = 500;

    private static final Duration GATHERING = Duration.ofMillis(100);
    /** How often a revision that could not be read is read again. */
    private static final int READS = 4;

    private final Brief brief;
    private final long epoch;
    private final RolloutSettings settings;
    private final Asking asking;
    private final BooleanSupplier certain;
    private final Scheduler scheduler;
    private final Set<String> firstHand = ConcurrentHashMap.newKeySet();

    /** @param certain whether the lease is */
    Sending(
            Brief brief,
            long epoch,
            RolloutSettings settings,
            Asking asking,
            BooleanSupplier certain,
            Scheduler scheduler) {
        this.brief = brief;
        this.epoch = epoch;
        this.settings = settings;
        this.asking = asking;
        this.certain = certain;
        this.scheduler = scheduler;
    }

    /** This process has recorded the intention itself; nobody can have sent it. */
    void recorded(Dispatch dispatch) {
        firstHand.add(dispatch.id());
    }

    /** Gives the order, unless the target knows it. */
    Flux<RolloutCommand> send(Dispatch dispatch, List<PackageSnapshot> packages) {
        Order order = order(dispatch, packages);
        return asking.of(
                        Asking.who(dispatch.target()),
                        () -> asking.target(dispatch.target())
                                .flatMap(target -> firstHand.remove(dispatch.id())
                                        ? give(target, dispatch, order)
                                        : target.find(order)
                                                .flatMap(job -> job.map(Mono::just)
                                                        .orElseGet(() -> give(target, dispatch, order)))))
                .map(answer -> command(answer, job -> new RolloutCommand.Accepted(dispatch.id(), job)));
    }

    private Mono<String> give(Target target, Dispatch dispatch, Order order) {
        if (!certain.getAsBoolean()) {
            return Mono.error(new TargetException("this gateway is not certain to be the one that runs the rollout"));
        }
        return switch (dispatch.direction()) {
            case FORWARD -> target.apply(order);
            case BACK -> target.revert(order);
        };
    }

    /** Asks the target for an order that is not wanted any more; its word counts when no giving can be under way. */
    Flux<RolloutCommand> find(Dispatch dispatch, List<PackageSnapshot> packages) {
        if (firstHand.contains(dispatch.id())) {
            return Flux.just(new RolloutCommand.NeverArrived(dispatch.id()));
        }
        Order order = order(dispatch, packages);
        return Mono.delay(settings.doubt(), scheduler)
                .thenMany(asking.of(
                        Asking.who(dispatch.target()),
                        () -> asking.target(dispatch.target()).flatMap(target -> target.find(order))))
                .map(answer -> command(
                        answer,
                        job -> job.<RolloutCommand>map(name -> new RolloutCommand.Accepted(dispatch.id(), name))
                                .orElseGet(() -> new RolloutCommand.NeverArrived(dispatch.id()))));
    }

    private static <T> RolloutCommand command(
            Asking.Answer<T> answer, java.util.function.Function<T, RolloutCommand> told) {
        return switch (answer) {
            case Asking.Told<T> one -> told.apply(one.value());
            case Asking.Says<T> says -> says.command();
        };
    }

    /** How its nodes end, until cancelled. */
    Flux<RolloutCommand> follow(Dispatch dispatch, String job, List<PackageSnapshot> packages) {
        Order order = order(dispatch, packages);
        String who = Asking.who(dispatch.target());
        return Flux.defer(() -> {
            Pauses pauses = new Pauses(settings, scheduler);
            return Flux.defer(() -> following(dispatch, order, job, pauses.failures() > 0))
                    .doOnComplete(pauses::ended)
                    .onErrorResume(failure -> {
                        pauses.failed();
                        return Mono.just(new RolloutCommand.Silent(who, Asking.words(failure, settings.call())));
                    })
                    .repeatWhen(pauses::between);
        });
    }

    /** @param silent whether the target did not answer the last time: then it is asked for something small first */
    private Flux<RolloutCommand> following(Dispatch dispatch, Order order, String job, boolean silent) {
        Flux<RolloutCommand> ended =
                asking.target(dispatch.target()).flatMapMany(target -> ended(target, dispatch, order, job));
        return silent
                ? asking.target(dispatch.target())
                        .flatMap(target -> target.find(order))
                        .timeout(settings.call(), scheduler)
                        .<RolloutCommand>map(found -> new RolloutCommand.Answers(Asking.who(dispatch.target())))
                        .concatWith(ended)
                : ended;
    }

    private Flux<RolloutCommand> ended(Target target, Dispatch dispatch, Order order, String job) {
        return target.follow(order, job)
                .filter(result -> dispatch.nodes().contains(result.node()))
                .bufferTimeout(TOGETHER, GATHERING, scheduler, true)
                .concatMap(results -> ended(target, dispatch, order, results));
    }

    private Flux<RolloutCommand> ended(Target target, Dispatch dispatch, Order order, List<NodeResult> results) {
        List<RolloutCommand> said = new ArrayList<>();
        List<String> unproven = new ArrayList<>();
        for (NodeResult result : results) {
            switch (result.kind()) {
                case SUCCEEDED -> unproven.add(result.node());
                case FAILED -> said.add(settled(dispatch, result.node(), NodeState.FAILED, result.detail()));
                case UNREACHABLE -> said.add(settled(dispatch, result.node(), NodeState.UNREACHABLE, result.detail()));
            }
        }
        return Flux.fromIterable(said).concatWith(proven(target, dispatch, order, unproven, 1));
    }

    private Flux<RolloutCommand> proven(Target target, Dispatch dispatch, Order order, List<String> nodes, int read) {
        if (nodes.isEmpty()) {
            return Flux.empty();
        }
        Set<String> left = new HashSet<>(nodes);
        return target.prove(order, nodes)
                .take(settings.call(), scheduler)
                .concatMap(proof -> Mono.justOrEmpty(judged(dispatch, proof, read == READS)))
                .doOnNext(one -> left.remove(one.node()))
                .cast(RolloutCommand.class)
                .concatWith(Flux.defer(() -> read == READS
                        ? Flux.fromIterable(left)
                                .map(node -> settled(
                                        dispatch, node, NodeState.UNKNOWN, "it did not say which revision it has"))
                        : left.isEmpty()
                                ? Flux.empty()
                                : Mono.delay(settings.firstPause(), scheduler)
                                        .thenMany(Flux.defer(
                                                () -> proven(target, dispatch, order, List.copyOf(left), read + 1)))));
    }

    /** Empty when it is worth reading again. */
    private static Optional<RolloutCommand.Settled> judged(Dispatch dispatch, Proof proof, boolean last) {
        if (proof.revision().isEmpty()) {
            return last
                    ? Optional.of(settled(
                            dispatch,
                            proof.node(),
                            NodeState.UNKNOWN,
                            "its revision could not be read: " + proof.detail()))
                    : Optional.empty();
        }
        String has = proof.revision().get();
        return Optional.of(
                has.equals(dispatch.revision())
                        ? settled(dispatch, proof.node(), NodeState.PROVEN, "has " + has + ": " + proof.detail())
                        : settled(
                                dispatch,
                                proof.node(),
                                NodeState.FAILED,
                                "said that it is done, and has " + has + " instead of " + dispatch.revision()));
    }

    private static RolloutCommand.Settled settled(Dispatch dispatch, String node, NodeState state, String detail) {
        return new RolloutCommand.Settled(dispatch.id(), node, state, detail);
    }

    private Order order(Dispatch dispatch, List<PackageSnapshot> packages) {
        return new Order(
                dispatch.id(),
                epoch,
                brief.id(),
                dispatch.nodes(),
                brief.repository(),
                dispatch.revision(),
                brief.states(),
                packages,
                brief.terms().nodeTimeout());
    }
}
