package dev.tidegate.rollout.staging.flow;

import dev.tidegate.model.KnownFailures;
import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.Person;
import dev.tidegate.rollout.change.json.ChangeAudit;
import dev.tidegate.rollout.fleet.Fleets;
import dev.tidegate.rollout.fleet.Machine;
import dev.tidegate.rollout.staging.StagingLostException;
import dev.tidegate.rollout.staging.StagingRun;
import dev.tidegate.rollout.staging.StagingStore.Claimed;
import dev.tidegate.rollout.staging.flow.StagingRunner.Ending;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * The tries in staging that this process drives. Each is driven by one process, by a lease in the store; with each beat the
 * own leases are renewed and runs that nobody drives are taken over.
 */
public final class StagingRuns {
    private static final Logger LOG = LoggerFactory.getLogger(StagingRuns.class);
    private static final KnownFailures UNFORESEEN = new KnownFailures();

    /** A run is taken up again so often at most. */
    private static final int TAKEN_UP = 50;

    private final StagingPorts ports;
    private final StagingSettings settings;
    private final Scheduler scheduler;
    private final MeterRegistry meters;
    private final Map<String, Driven> driven = new ConcurrentHashMap<>();
    private final Disposable.Swap beat = Disposables.swap();

    public StagingRuns(StagingPorts ports, StagingSettings settings, Scheduler scheduler, MeterRegistry meters) {
        this.ports = ports;
        this.settings = settings;
        this.scheduler = scheduler;
        this.meters = meters;
        meters.gaugeMapSize("tidegate.staging.running", List.of(), driven);
    }

    private record Driven(Claimed claimed, Disposable.Swap work) {}

    /** What came of asking for a run. */
    public sealed interface Started {
        record Begun(StagingRun run) implements Started {}

        record Refused(String reason) implements Started {}
    }

    /** Begins to beat; ended by {@link #close()}. */
    public void start() {
        beat.update(Flux.interval(settings.beat(), scheduler)
                .onBackpressureDrop()
                .concatMap(
                        tick -> beat().onErrorResume(failure -> {
                            LOG.warn("tries in staging could not be renewed, and go on: {}", failure.toString());
                            return Mono.empty();
                        }),
                        0)
                .subscribe());
    }

    /** Tries a change on the machines that stand in for those it takes. */
    public Mono<Started> start(String id, Change change, Person person) {
        return members(change).flatMap(machines -> {
            if (machines.isEmpty()) {
                return Mono.just(new Started.Refused("no staging machine stands in for those that "
                        + change.content().selector()
                        + " takes; machines for staging have \"staging: true\" and the same role in the fleet file"));
            }
            StagingRun run = new StagingRun(
                    id,
                    change.id(),
                    change.revision(),
                    change.content().hash(),
                    change.tenant(),
                    machines.stream()
                            .map(machine -> new StagingRun.Member(machine.name(), machine.target()))
                            .toList(),
                    StagingRun.State.RUNNING,
                    "it is applied to " + (machines.size() == 1 ? "one machine" : machines.size() + " machines"),
                    Optional.empty(),
                    person.name(),
                    now(),
                    Optional.empty());
            return ports.store()
                    .start(run, ChangeAudit.stagingStarted(run))
                    .map(started -> started
                            ? new Started.Begun(run)
                            : new Started.Refused("change " + change.id() + " is being tried in staging already"));
        });
    }

    private Mono<List<Machine>> members(Change change) {
        return ports.fleet()
                .select(change.tenant(), change.content().selector())
                .onErrorResume(IllegalArgumentException.class, unknown -> Mono.just(List.of()))
                .map(Fleets::production)
                .zipWith(
                        ports.fleet().select("", "{staging=\"true\"}"),
                        (production, staging) -> Fleets.standIns(
                                staging.stream()
                                        .filter(machine -> machine.mayStandInFor(change.tenant()))
                                        .toList(),
                                production));
    }

    /** One beat: renews, and takes over what nobody drives. */
    Mono<Integer> beat() {
        return Flux.fromIterable(driven.values())
                .concatMap(one -> ports.store()
                        .renew(one.claimed().hold(), settings.lease())
                        .doOnNext(kept -> {
                            if (!kept && driven.remove(one.claimed().run().id(), one)) {
                                one.work().dispose();
                            }
                        }))
                .then(Mono.defer(() -> ports.store()
                        .claim(
                                settings.node(),
                                settings.lease(),
                                List.copyOf(driven.keySet()),
                                Math.max(0, settings.atOnce() - driven.size()))))
                .doOnNext(claimed -> claimed.forEach(this::drive))
                .map(List::size);
    }

    private void drive(Claimed claimed) {
        Mono<Ending> work = claimed.hold().epoch() > TAKEN_UP
                ? Mono.just(new Ending(
                        StagingRun.State.FAILED, "it was interrupted " + TAKEN_UP + " times; the log says by what"))
                : new StagingRunner(ports, settings, scheduler, claimed).drive();
        String id = claimed.run().id();
        Driven one = new Driven(claimed, Disposables.swap());
        driven.put(id, one);
        LOG.info(
                "tries change {} on {} staging machines",
                claimed.run().change(),
                claimed.run().members().size());
        one.work()
                .update(work.flatMap(ending -> end(claimed, ending))
                        .subscribeOn(scheduler)
                        .doFinally(signal -> driven.remove(id, one))
                        .subscribe(ended -> LOG.debug("try {} has ended", id), failure -> failed(claimed, failure)));
    }

    private Mono<Boolean> end(Claimed claimed, Ending ending) {
        StagingRun run = claimed.run();
        Instant now = now();
        return ports.store()
                .end(
                        claimed.hold(),
                        ending.state(),
                        ending.reason(),
                        now,
                        ChangeAudit.stagingEnded(run, ending.state(), ending.reason(), now))
                .doOnNext(ended -> {
                    String state = ending.state().name().toLowerCase(Locale.ROOT);
                    meters.counter("tidegate.staging.ended", "state", state).increment();
                    LOG.info("staging of change {} {}: {}", run.change(), state, ending.reason());
                });
    }

    /** Left as it is; its lease ends, and it is taken over, here or elsewhere. */
    private static void failed(Claimed claimed, Throwable failure) {
        if (failure instanceof StagingLostException) {
            LOG.info("try {} is driven elsewhere", claimed.run().id());
        } else {
            KnownFailures.Told told = UNFORESEEN.tell(failure);
            LOG.error(
                    "try {} was interrupted and is taken up again: {}",
                    claimed.run().id(),
                    told.words(),
                    told.trace());
        }
    }

    /** Gives everything up, so that others can go on at once. */
    public Mono<Void> close() {
        return Mono.defer(() -> {
            beat.dispose();
            List<Driven> all = List.copyOf(driven.values());
            all.forEach(one -> one.work().dispose());
            return Flux.fromIterable(all)
                    .concatMap(one -> ports.store().release(one.claimed().hold()))
                    .then();
        });
    }

    private Instant now() {
        return Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS)).truncatedTo(ChronoUnit.MICROS);
    }
}
