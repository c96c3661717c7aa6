package dev.tidegate.rollout.staging.flow;

import dev.tidegate.health.watch.RefusedWatchException;
import dev.tidegate.rollout.change.Content;
import dev.tidegate.rollout.staging.Finding;
import dev.tidegate.rollout.staging.HealthWatch;
import dev.tidegate.rollout.staging.Soak;
import dev.tidegate.rollout.staging.StagingRun;
import dev.tidegate.rollout.staging.StagingStore.Hold;
import dev.tidegate.rollout.staging.flow.StagingRunner.Ending;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Waits for the verdict on a run's machines. No evidence never passes. */
final class Soaking {
    private static final String STEP = "health";

    private final StagingPorts ports;
    private final StagingSettings settings;
    private final Scheduler scheduler;
    private final StagingRun run;
    private final Hold hold;

    Soaking(StagingPorts ports, StagingSettings settings, Scheduler scheduler, StagingRun run, Hold hold) {
        this.ports = ports;
        this.settings = settings;
        this.scheduler = scheduler;
        this.run = run;
        this.hold = hold;
    }

    Mono<Ending> end(Content content) {
        Instant now = now();
        return ports.health()
                .open(run, content.policy(), now, now.plus(settings.patience().multipliedBy(10)))
                .flatMap(wanted -> {
                    Instant until = run.soakUntil().orElse(now.plus(wanted.exposure()));
                    Instant patience = until.plus(settings.patience());
                    return ports.store().soaks(hold, until).then(verdict(until, patience, compared(wanted)));
                })
                .onErrorResume(
                        RefusedWatchException.class,
                        refused -> Mono.just(new Soak.Failed("its health cannot be watched: " + refused.getMessage())))
                .flatMap(this::ended);
    }

    /** There are no others to compare them with: machines for staging are compared with themselves. */
    private String compared(HealthWatch.Wanted wanted) {
        return wanted.before().isZero()
                ? ""
                : "; its machines are compared with what they were in the "
                        + wanted.before().toMinutes() + " minutes before " + run.startedAt()
                        + ", and are not judged by a signal that they did not have then";
    }

    /** Each new word is kept for whoever looks; the last one ends it. */
    private Mono<Soak> verdict(Instant until, Instant patience, String compared) {
        return Flux.interval(Duration.ZERO, settings.poll(), scheduler)
                .onBackpressureDrop()
                .concatMap(tick -> ports.health().verdict(run), 0)
                .map(verdict -> Soak.of(verdict, until, patience, now()))
                .distinctUntilChanged()
                .concatMap(
                        soak -> soak instanceof Soak.Goes goes
                                ? ports.store()
                                        .says(hold, goes.words() + compared)
                                        .thenReturn(soak)
                                : Mono.just(soak),
                        1)
                .filter(soak -> !(soak instanceof Soak.Goes))
                .next();
    }

    private Mono<Ending> ended(Soak soak) {
        Ending ending = switch (soak) {
            case Soak.Passed passed -> new Ending(StagingRun.State.PASSED, passed.words());
            case Soak.Failed failed -> new Ending(StagingRun.State.FAILED, failed.words());
            case Soak.Goes goes -> throw new IllegalStateException("a run that goes on has not ended");
        };
        boolean passed = ending.state() == StagingRun.State.PASSED;
        Finding finding = new Finding(now(), Finding.Kind.HEALTH, "", passed, ending.reason());
        return ports.store()
                .keep(hold, STEP, List.of(finding))
                .then(ports.health().close(run, "staging ended: " + ending.reason()))
                .thenReturn(ending);
    }

    private Instant now() {
        return Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS));
    }
}
