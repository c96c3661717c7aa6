package dev.tidegate.rollout.target.command;

import dev.tidegate.rollout.target.NodeResult;
import dev.tidegate.rollout.target.NodeResult.Kind;
import dev.tidegate.rollout.target.Order;
import dev.tidegate.rollout.target.Proof;
import dev.tidegate.rollout.target.Target;
import dev.tidegate.rollout.target.TargetException;
import dev.tidegate.rollout.target.TestResult;
import dev.tidegate.rollout.target.command.Programs.Ran;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * A program on this machine, once for every node. To give an order is to record it; following it runs it, for a program that
 * nobody waits for could never be stopped. After a restart a node is asked first: who has the revision is left alone. A
 * program that outlived a gateway is waited for, and then its node is asked.
 */
public final class CommandTarget implements Target, Disposable {
    private static final Pattern REVISION = Pattern.compile("[0-9a-f]{40}");
    /** How much of a program's output people are shown. */
    private static final int DETAIL = 500;
    /** How long one who reads a revision back may take. */
    private static final Duration PROOF = Duration.ofSeconds(30);
    /** For the one who followed an order before to let go of it. */
    private static final Retry UNLOCKED = Retry.fixedDelay(10, Duration.ofMillis(500))
            .filter(TargetException.class::isInstance)
            .onRetryExhaustedThrow((unused, signal) -> signal.failure());

    private final CommandSettings settings;
    private final Scheduler threads;
    private final Programs programs;
    private final Ledger ledger;

    public CommandTarget(CommandSettings settings) {
        this.settings = settings;
        // a program needs a thread for its output; others write down what was begun
        this.threads = Schedulers.newBoundedElastic(
                2 * settings.concurrency() + 2,
                Schedulers.DEFAULT_BOUNDED_ELASTIC_QUEUESIZE,
                "target-" + settings.name());
        this.programs = new Programs(threads);
        this.ledger = new Ledger(settings.directory());
    }

    @Override
    public Mono<String> apply(Order order) {
        return Mono.fromCallable(() -> {
                    ledger.begin(order.id());
                    return order.id();
                })
                .subscribeOn(threads);
    }

    @Override
    public Mono<String> revert(Order order) {
        return apply(order);
    }

    @Override
    public Mono<Optional<String>> find(Order order) {
        return Mono.fromCallable(() -> Optional.of(order.id()).filter(ledger::has))
                .subscribeOn(threads);
    }

    @Override
    public Flux<NodeResult> follow(Order order, String job) {
        if (!job.equals(order.id())) {
            return Flux.error(new TargetException("\"" + job + "\" is not the job of order " + order.id()));
        }
        return Flux.usingWhen(
                lock(order),
                unused -> Flux.fromIterable(order.nodes()).flatMap(node -> settle(order, node), settings.concurrency()),
                channel -> Mono.fromRunnable(() -> Ledger.unlock(channel)).subscribeOn(threads));
    }

    private Mono<FileChannel> lock(Order order) {
        return Mono.fromCallable(() -> {
                    ledger.begin(order.id());
                    return ledger.lock(order.id())
                            .orElseThrow(() -> new TargetException("order " + order.id()
                                    + " is followed by somebody else in " + settings.directory()));
                })
                .subscribeOn(threads)
                .retryWhen(UNLOCKED);
    }

    private Mono<NodeResult> settle(Order order, String node) {
        return Mono.fromCallable(() -> ledger.result(order.id(), node))
                .subscribeOn(threads)
                .flatMap(known -> known.map(Mono::just).orElseGet(() -> run(order, node)));
    }

    private Mono<NodeResult> run(Order order, String node) {
        return former(order, node)
                .then(prove(order, node))
                .flatMap(proof -> proof.revision().equals(Optional.of(order.revision()))
                        ? Mono.just(new NodeResult(node, Kind.SUCCEEDED, "it has the revision already"))
                        : start(order, node))
                .flatMap(result -> Mono.fromCallable(() -> {
                            ledger.ended(order.id(), result);
                            return result;
                        })
                        .subscribeOn(threads));
    }

    /** Waits for a program that was started for this node by a gateway that is gone. */
    private Mono<Void> former(Order order, String node) {
        return Mono.fromCallable(() -> ledger.running(order.id(), node))
                .subscribeOn(threads)
                .flatMap(found -> found.map(process -> Mono.fromFuture(process.onExit(), true)
                                .then()
                                .timeout(order.within(), Mono.fromRunnable(process::destroy)))
                        .orElseGet(Mono::empty));
    }

    private Mono<NodeResult> start(Order order, String node) {
        return Mono.defer(() -> programs.run(
                        Line.of(settings.command(), order, node),
                        order.within(),
                        process -> ledger.started(order.id(), node, process)))
                .map(ran -> judge(node, ran, order.within()));
    }

    private NodeResult judge(String node, Ran ran, Duration within) {
        if (ran.exit().isEmpty()) {
            return new NodeResult(
                    node,
                    Kind.FAILED,
                    "it did not end within " + within.toSeconds() + " s and was stopped: " + tail(ran.output()));
        }
        int exit = ran.exit().getAsInt();
        if (exit == 0) {
            return new NodeResult(node, Kind.SUCCEEDED, tail(ran.output()));
        }
        Kind kind = settings.unreachable().contains(exit) ? Kind.UNREACHABLE : Kind.FAILED;
        return new NodeResult(node, kind, "exit code " + exit + ": " + tail(ran.output()));
    }

    @Override
    public Flux<Proof> prove(Order order, Collection<String> nodes) {
        return Flux.fromIterable(nodes).flatMap(node -> prove(order, node), settings.concurrency());
    }

    private Mono<Proof> prove(Order order, String node) {
        return Mono.defer(() -> programs.run(Line.of(settings.proof(), order, node), PROOF, unused -> {}))
                .map(ran -> {
                    boolean read = ran.exit().equals(OptionalInt.of(0))
                            && REVISION.matcher(ran.output()).matches();
                    return read
                            ? new Proof(
                                    node,
                                    Optional.of(ran.output()),
                                    "printed by " + settings.proof().getFirst())
                            : new Proof(node, Optional.empty(), ended(ran, PROOF));
                });
    }

    @Override
    public Flux<TestResult> test(Order order, String command, Collection<String> nodes) {
        if (settings.test().isEmpty()) {
            return Flux.error(new TargetException("target " + settings.name() + " has no command for tests"));
        }
        return Flux.fromIterable(nodes)
                .flatMap(
                        node -> Mono.defer(() -> programs.run(
                                        Line.of(settings.test(), order, node, command), order.within(), unused -> {}))
                                .map(ran -> new TestResult(
                                        node,
                                        command,
                                        ran.exit().equals(OptionalInt.of(0)),
                                        ended(ran, order.within()))),
                        settings.concurrency());
    }

    private static String ended(Ran ran, Duration within) {
        String how = ran.exit().isPresent()
                ? "exit code " + ran.exit().getAsInt()
                : "not ended within " + within.toSeconds() + " s";
        return how + ": " + (ran.output().isEmpty() ? "no output" : tail(ran.output()));
    }

    private static String tail(String output) {
        return output.length() <= DETAIL ? output : "…" + output.substring(output.length() - DETAIL);
    }

    @Override
    public void dispose() {
        threads.dispose();
    }

    @Override
    public boolean isDisposed() {
        return threads.isDisposed();
    }
}
