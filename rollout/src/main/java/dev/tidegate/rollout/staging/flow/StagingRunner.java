package dev.tidegate.rollout.staging.flow;

import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.Content;
import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.staging.Finding;
import dev.tidegate.rollout.staging.Findings;
import dev.tidegate.rollout.staging.StagingRun;
import dev.tidegate.rollout.staging.StagingStore.Claimed;
import dev.tidegate.rollout.staging.StagingStore.Hold;
import dev.tidegate.rollout.staging.StagingStore.Job;
import dev.tidegate.rollout.target.NodeResult;
import dev.tidegate.rollout.target.Order;
import dev.tidegate.rollout.target.Target;
import dev.tidegate.rollout.target.TargetException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * Drives one run: packages are there, orders are given, answered and proven, tests pass, and then its {@link Soaking}.
 * Each step's evidence is kept before the next begins, and a step whose evidence is there is not done again; so a run that
 * was interrupted goes on where it was. An order is written down before it is given, and one that was written down is looked
 * for before it is given again.
 */
final class StagingRunner {
    private final StagingPorts ports;
    private final StagingSettings settings;
    private final Scheduler scheduler;
    private final StagingRun run;
    private final Hold hold;

    StagingRunner(StagingPorts ports, StagingSettings settings, Scheduler scheduler, Claimed claimed) {
        this.ports = ports;
        this.settings = settings;
        this.scheduler = scheduler;
        this.run = claimed.run();
        this.hold = claimed.hold();
    }

    /** How it ended. */
    record Ending(StagingRun.State state, String reason) {}

    Mono<Ending> drive() {
        return ports.book()
                .find(run.change(), "")
                .filter(change -> change.content().hash().equals(run.hash()))
                .flatMap(change -> tried(change)
                        .map(against -> new Ending(StagingRun.State.FAILED, against))
                        .switchIfEmpty(Mono.defer(
                                () -> new Soaking(ports, settings, scheduler, run, hold).end(change.content()))))
                .switchIfEmpty(Mono.just(new Ending(
                        StagingRun.State.FAILED,
                        "the change was edited meanwhile; the new revision needs its own try")))
                .onErrorResume(
                        TargetException.class,
                        failure -> Mono.just(new Ending(
                                StagingRun.State.FAILED, "a target could not be asked: " + failure.getMessage())));
    }

    /** @param doing what is told to whoever looks while it is under way */
    private record Step(String name, String doing, Supplier<Mono<List<Finding>>> work) {}

    /** What speaks against it first; empty when nothing does. */
    private Mono<String> tried(Change change) {
        return Flux.fromIterable(steps(change.content()))
                .concatMap(step -> done(step).map(Findings::against), 0)
                .flatMap(Mono::justOrEmpty, 1, 1)
                .next();
    }

    private Mono<List<Finding>> done(Step step) {
        return ports.store()
                .step(hold, step.name())
                .flatMap(known -> known.isEmpty()
                        ? ports.store()
                                .says(hold, step.doing())
                                .then(Mono.defer(step.work()))
                                .flatMap(found -> ports.store().keep(hold, step.name(), found))
                        : Mono.just(known));
    }

    private List<Step> steps(Content content) {
        List<Step> steps = new ArrayList<>();
        if (!content.packages().isEmpty()) {
            steps.add(new Step("packages", "it is looked whether its packages are there", () -> packages(content)));
        }
        run.byTarget().forEach((name, nodes) -> {
            Target target = ports.targets().get(name);
            String machines = nodes.size() == 1 ? nodes.getFirst() : nodes.size() + " machines";
            String applying = "it is applied to " + machines + " by target " + name + ", which have "
                    + settings.within().toMinutes() + " minutes to answer";
            if (target == null) {
                steps.add(new Step("apply " + name, applying, () -> Mono.just(unconfigured(name, nodes))));
                return;
            }
            Order order = order(content, name, nodes);
            steps.add(new Step("apply " + name, applying, () -> apply(target, name, order)));
            steps.add(new Step(
                    "proof " + name,
                    "it is read back from " + machines + " which revision is there",
                    () -> prove(target, order)));
            for (String command : content.tests()) {
                steps.add(new Step(
                        "test " + name + " " + command,
                        "test \"" + command + "\" runs on " + machines,
                        () -> test(target, order, command)));
            }
        });
        return steps;
    }

    private Order order(Content content, String target, List<String> nodes) {
        return new Order(
                run.id() + "-" + target,
                hold.epoch(),
                run.id(),
                nodes,
                repository(content.origin()),
                content.origin().revision(),
                content.states(),
                content.packages(),
                settings.within());
    }

    private static String repository(Origin origin) {
        return switch (origin) {
            case Origin.Git git -> git.repository();
            case Origin.Gerrit gerrit -> gerrit.server();
        };
    }

    private List<Finding> unconfigured(String name, List<String> nodes) {
        return List.of(new Finding(
                now(),
                Finding.Kind.DISPATCH,
                nodes.getFirst(),
                false,
                "is reached by target \"" + name + "\", which is not configured"));
    }

    private Mono<List<Finding>> packages(Content content) {
        return Flux.fromIterable(content.packages())
                .concatMap(snapshot -> ports.packages()
                        .exists(snapshot.snapshot())
                        .onErrorResume(failure -> Mono.error(new TargetException(
                                "snapshot " + snapshot.snapshot() + ": " + failure.getMessage(), failure)))
                        .map(there -> new Finding(
                                now(),
                                Finding.Kind.PACKAGES,
                                "",
                                there,
                                "snapshot " + snapshot.snapshot() + (there ? " is there" : " does not exist"))))
                .collectList();
    }

    private Mono<List<Finding>> apply(Target target, String name, Order order) {
        return job(target, name, order)
                .flatMap(job -> target.follow(order, job.name())
                        .filter(result -> order.nodes().contains(result.node()))
                        .distinct(NodeResult::node)
                        .take(order.nodes().size())
                        .take(settings.within(), scheduler)
                        .collectList()
                        .retryWhen(patiently()))
                .map(results -> Findings.applied(order.nodes(), results, settings.within(), now()));
    }

    /** What was written down is looked for before it is given: also when an attempt has failed after it was sent. */
    private Mono<Job> job(Target target, String name, Order order) {
        return Mono.defer(() -> ports.store().job(hold, name))
                .flatMap(known -> {
                    if (known.isEmpty()) {
                        return ports.store()
                                .dispatch(hold, new Job(name, order.id(), ""))
                                .flatMap(intent -> target.apply(order));
                    }
                    return known.get().name().isEmpty()
                            ? target.find(order)
                                    .flatMap(found -> found.map(Mono::just).orElseGet(() -> target.apply(order)))
                            : Mono.just(known.get().name());
                })
                .retryWhen(patiently())
                .flatMap(job -> ports.store().dispatch(hold, new Job(name, order.id(), job)));
    }

    private Mono<List<Finding>> prove(Target target, Order order) {
        return target.prove(order, order.nodes())
                .take(settings.within(), scheduler)
                .collectList()
                .retryWhen(patiently())
                .map(proofs -> Findings.proven(order.nodes(), order.revision(), proofs, now()));
    }

    private Mono<List<Finding>> test(Target target, Order order, String command) {
        return target.test(order, command, order.nodes())
                .take(settings.within(), scheduler)
                .collectList()
                .retryWhen(patiently())
                .map(results -> Findings.tested(order.nodes(), command, results, now()));
    }

    private Retry patiently() {
        return Retry.backoff(settings.retries(), settings.pause())
                .scheduler(scheduler)
                .filter(TargetException.class::isInstance)
                .onRetryExhaustedThrow((spec, signal) -> signal.failure());
    }

    private Instant now() {
        return Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS)).truncatedTo(ChronoUnit.MICROS);
    }
}
