package dev.tidegate.rollout.flow;

import dev.tidegate.model.KnownFailures;
import dev.tidegate.rollout.audit.AuditEntry;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutReply;
import dev.tidegate.rollout.engine.RolloutStore.Asked;
import dev.tidegate.rollout.engine.RolloutStore.Claimed;
import dev.tidegate.rollout.engine.RolloutStore.Hold;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
 * The rollouts that this process runs. Each open rollout is run by one process, by a lease in the store: with each beat the
 * own leases are renewed and rollouts that nobody runs are taken over.
 */
public final class Rollouts {
    private static final Logger LOG = LoggerFactory.getLogger(Rollouts.class);
    private static final KnownFailures UNFORESEEN = new KnownFailures();
    private static final Duration STOP_WITHIN = Duration.ofSeconds(2);
    /** Who is present is looked at every so many looks. */
    private static final int PRESENCE = 5;

    private final RolloutSettings settings;
    private final RolloutPorts ports;
    private final Scheduler scheduler;
    private final RolloutMeters meters;
    private final Map<String, RolloutRunner> running = new ConcurrentHashMap<>();
    private final Map<String, Instant> paused = new ConcurrentHashMap<>();
    private final Disposable.Composite work = Disposables.composite();
    private volatile boolean stopping;

    /** @param scheduler the clock, and where rollouts are decided */
    public Rollouts(RolloutSettings settings, RolloutPorts ports, Scheduler scheduler, MeterRegistry meters) {
        this.settings = settings;
        this.scheduler = scheduler;
        this.meters = new RolloutMeters(meters);
        this.ports = ports.with(target -> new BoundedTarget(target, this.meters));
        this.meters.running(running.values());
    }

    /** Begins to beat; ended by {@link #close()}. */
    public void start() {
        work.add(Flux.interval(Duration.ZERO, settings.beat(), scheduler)
                .onBackpressureDrop()
                .concatMap(tick -> quietly("rollouts could not be renewed, and go on", beat()), 0)
                .subscribe());
        work.add(Flux.interval(settings.look(), scheduler)
                .onBackpressureDrop()
                .concatMap(tick -> quietly("what people want elsewhere could not be looked up", look(tick)), 0)
                .subscribe());
    }

    private static <T> Mono<T> quietly(String what, Mono<T> work) {
        return work.onErrorResume(failure -> {
            LOG.warn("{}: {}", what, failure.toString());
            return Mono.empty();
        });
    }

    /** Begins a rollout, here or wherever it is claimed first; false when another of its change is under way. */
    public Mono<Boolean> begin(Brief brief, AuditEntry audit) {
        return ports.store()
                .create(brief, audit)
                .flatMap(created -> created
                        ? quietly("a new rollout waits for the next beat", claim())
                                .thenReturn(true)
                        : Mono.just(false));
    }

    /** Claims what was taken up again, here or wherever it is claimed first. */
    Mono<Boolean> takeUp() {
        return quietly("a rollout that was taken up again waits for the next beat", claim())
                .thenReturn(true);
    }

    /**
     * Says what a person wants, wherever the rollout runs. It is written down before anybody acts upon it, so that who runs
     * the rollout may change, and nothing is forgotten.
     *
     * @return the answer; empty when the gateway that runs it has not answered in time, and will do it later
     */
    public Mono<RolloutReply> tell(String id, RolloutCommand command) {
        return tell(id, command, Mono.just(new RolloutReply.Refused("it is over by now")));
    }

    /** @param over what is done when nobody will answer, since the rollout is over */
    Mono<RolloutReply> tell(String id, RolloutCommand command, Mono<RolloutReply> over) {
        return Mono.defer(() -> ports.store().ask(id, command, now()))
                .singleOptional()
                .flatMap(number -> number.map(known -> answer(new Asked(id, known, command)))
                        .orElse(over));
    }

    private Mono<RolloutReply> answer(Asked asked) {
        RolloutRunner here = running.get(asked.id());
        if (here != null) {
            here.inbox().asked(asked); // sooner than it would be looked up
        }
        return Flux.interval(settings.look().dividedBy(4), settings.look().dividedBy(2), scheduler)
                .onBackpressureDrop()
                .concatMap(
                        tick -> quietly(
                                "an answer could not be looked up",
                                ports.store().answer(asked.number())),
                        0)
                .next()
                .timeout(settings.answer(), Mono.empty(), scheduler);
    }

    /** A person has the health stream of a rollout open, until cancelled; lost streams count for a while. */
    public Flux<Boolean> present(String id, String person) {
        return Flux.interval(Duration.ZERO, settings.grace().dividedBy(3), scheduler)
                .onBackpressureDrop()
                .concatMap(
                        tick -> quietly(
                                "presence could not be kept", ports.store().present(id, person, settings.grace())),
                        0);
    }

    private Mono<List<Claimed>> beat() {
        Instant now = now();
        paused.values().removeIf(until -> until.isBefore(now));
        List<RolloutRunner> runners = List.copyOf(running.values());
        long certain = scheduler.now(TimeUnit.MILLISECONDS) + settings.certain().toMillis();
        return ports.store()
                .renew(runners.stream().map(RolloutRunner::hold).toList(), settings.lease())
                .doOnNext(lost -> {
                    runners.stream()
                            .filter(runner -> !lost.contains(runner.hold()))
                            .forEach(runner -> runner.certainUntil(certain));
                    lost.forEach(this::lost);
                })
                .then(Mono.defer(this::claim));
    }

    private void lost(Hold hold) {
        RolloutRunner runner = running.get(hold.id());
        if (runner != null && runner.hold().equals(hold)) {
            runner.end(new End.Lost());
        }
    }

    private Mono<List<Claimed>> claim() {
        List<String> mine = new ArrayList<>(running.keySet());
        mine.addAll(paused.keySet());
        int room = settings.open() - mine.size();
        if (stopping || room <= 0) {
            return Mono.just(List.of());
        }
        long certain = scheduler.now(TimeUnit.MILLISECONDS) + settings.certain().toMillis();
        return ports.store()
                .claim(settings.node(), settings.lease(), mine, room)
                .doOnNext(claimed -> claimed.forEach(one -> run(one, certain)));
    }

    private void run(Claimed claimed, long certain) {
        String id = claimed.brief().id();
        RolloutRunner runner = new RolloutRunner(claimed, certain, ports, settings, scheduler, meters);
        RolloutRunner before = running.put(id, runner);
        if (before != null) {
            // two claims crossed; the newer epoch fences the older
            before.end(new End.Lost());
        }
        LOG.info(
                "runs rollout {} \"{}\", epoch {}",
                id,
                claimed.brief().title(),
                claimed.hold().epoch());
        Disposable unused = runner.run()
                .doFinally(signal -> running.remove(id, runner))
                .subscribe(end -> LOG.debug("rollout {} ended here: {}", id, end), failure -> {
                    KnownFailures.Told told = UNFORESEEN.tell(failure);
                    LOG.error(
                            "rollout {} could not go on, and is begun anew from what is written: {}",
                            id,
                            told.words(),
                            told.trace());
                    meters.failed();
                    paused.put(id, now().plus(settings.firstPause()));
                });
    }

    /** What people want at other gateways, and who is present. */
    private Mono<Boolean> look(long tick) {
        List<String> ids = List.copyOf(running.keySet());
        if (ids.isEmpty()) {
            return Mono.just(false);
        }
        Mono<Boolean> asked = ports.store().asked(ids).map(all -> {
            all.forEach(one -> {
                RolloutRunner runner = running.get(one.id());
                if (runner != null) {
                    runner.inbox().asked(one);
                }
            });
            return !all.isEmpty();
        });
        return tick % PRESENCE == 0 ? asked.then(presence(ids)) : asked;
    }

    private Mono<Boolean> presence(List<String> ids) {
        return ports.store().present(ids).map(present -> {
            ids.forEach(id -> {
                RolloutRunner runner = running.get(id);
                if (runner != null) {
                    runner.present(present.getOrDefault(id, Set.of()));
                }
            });
            return true;
        });
    }

    /** Gives everything up, so that others can go on at once. */
    public Mono<Void> close() {
        return Mono.defer(() -> {
                    stopping = true;
                    running.values().forEach(runner -> runner.end(new End.Stopped()));
                    return Flux.interval(Duration.ofMillis(10), scheduler)
                            .takeUntil(tick -> running.isEmpty())
                            .take(STOP_WITHIN, scheduler)
                            .then();
                })
                .then(Mono.fromRunnable(work::dispose));
    }

    private Instant now() {
        return Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS));
    }
}
