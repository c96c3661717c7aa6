package dev.tidegate.health.flow;

import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.watch.Opening;
import dev.tidegate.health.watch.RefusedWatchException;
import dev.tidegate.health.watch.WatchEvent;
import dev.tidegate.health.watch.WatchSpec;
import dev.tidegate.health.watch.WatchStore.Claimed;
import dev.tidegate.health.watch.WatchStore.Ended;
import dev.tidegate.health.watch.WatchStore.Hold;
import dev.tidegate.health.watch.WatchStore.Renewal;
import dev.tidegate.model.KnownFailures;
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
 * The watches that this process runs. Each open watch is run by one process, by a lease in the store: with each beat the
 * own leases are renewed and watches that nobody runs are taken over.
 */
public final class Watches {
    private static final Logger LOG = LoggerFactory.getLogger(Watches.class);
    private static final KnownFailures UNFORESEEN = new KnownFailures();
    private static final Duration STOP_WITHIN = Duration.ofSeconds(2);
    /** A watch that failed unforeseen is tried again after this. */
    private static final Duration PAUSE = Duration.ofSeconds(30);

    private final WatchSettings settings;
    private final WatchPorts ports;
    private final Scheduler scheduler;
    private final WatchMeters meters;
    private final Outgoing outgoing;
    private final Map<String, WatchRunner> running = new ConcurrentHashMap<>();
    private final Set<String> opening = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> paused = new ConcurrentHashMap<>();
    private final Disposable.Composite work = Disposables.composite();
    private volatile boolean stopping;

    /** @param scheduler the clock, and where rounds are judged */
    public Watches(WatchSettings settings, WatchPorts ports, Scheduler scheduler, MeterRegistry meters) {
        this.settings = settings;
        this.ports = ports;
        this.scheduler = scheduler;
        this.meters = new WatchMeters(meters);
        this.outgoing = new Outgoing(ports.topic(), scheduler, this.meters);
        this.meters.running(running.values());
    }

    /** Begins to beat; ended by {@link #close()}. */
    public void start() {
        work.add(outgoing.start());
        work.add(Flux.interval(Duration.ZERO, settings.beat(), scheduler)
                .onBackpressureDrop()
                .concatMap(
                        tick -> beat().onErrorResume(failure -> {
                            LOG.warn("watches could not be renewed, and go on: {}", failure.toString());
                            return Mono.empty();
                        }),
                        0)
                .subscribe());
    }

    /**
     * Opens a watch and runs it here.
     *
     * @return false when there is a watch of this id already; fails with {@link RefusedWatchException}
     */
    public Mono<Boolean> open(WatchSpec spec) {
        return Mono.defer(() -> {
            if (running.containsKey(spec.id()) || opening.contains(spec.id())) {
                return Mono.just(false);
            }
            HealthPolicy policy = checked(spec);
            if (!opening.add(spec.id())) {
                return Mono.just(false);
            }
            return ports.store()
                    .open(spec, settings.node(), settings.lease(), settings.framesAside())
                    .doOnNext(opened -> {
                        if (opened) {
                            LOG.info(
                                    "{} opened watch {} \"{}\" of {} nodes",
                                    spec.openedBy(),
                                    spec.id(),
                                    spec.name(),
                                    spec.cohort().watched().size());
                            run(new Claimed(spec, new Hold(spec.id(), 1), 0, null), policy);
                        }
                    })
                    .doFinally(signal -> opening.remove(spec.id()));
        });
    }

    private HealthPolicy checked(WatchSpec spec) {
        try {
            HealthPolicy policy = ports.policies().parse(spec.policyText());
            Opening.check(spec, policy, settings.limits(), ports.probes()::unreadable);
            if (running.size() + opening.size() >= settings.limits().open()) {
                throw RefusedWatchException.full(settings.limits().open()
                        + " watches are open at this gateway, and no more are taken; close one");
            }
            return policy;
        } catch (RefusedWatchException refused) {
            meters.refused(refused.later() ? "open" : refused.field());
            throw refused;
        } catch (IllegalArgumentException wrong) {
            meters.refused("policy");
            throw RefusedWatchException.wrong("policy", String.valueOf(wrong.getMessage()));
        }
    }

    /** Closes a watch, wherever it runs; false when there is no such open watch. */
    public Mono<Boolean> close(String id, String tenant, String by, String reason) {
        return ports.store().close(id, tenant, by, reason, now()).doOnNext(closed -> {
            WatchRunner runner = running.get(id);
            if (closed) {
                LOG.info("{} closed watch {}: {}", by, id, reason);
            }
            if (closed && runner != null) {
                runner.end(new End.Closed(by, reason));
            }
        });
    }

    private Mono<List<Claimed>> beat() {
        Instant now = now();
        paused.values().removeIf(until -> until.isBefore(now));
        return ports.store()
                .renew(renewals(), settings.lease())
                .doOnNext(ended -> ended.forEach(this::ended))
                .then(Mono.defer(this::claim));
    }

    private List<Renewal> renewals() {
        return running.values().stream()
                .map(runner -> new Renewal(runner.hold(), runner.seq() + settings.framesAside()))
                .toList();
    }

    private void ended(Ended ended) {
        WatchRunner runner = running.get(ended.hold().id());
        if (runner != null && runner.hold().equals(ended.hold())) {
            String by = ended.closedBy();
            String reason = ended.reason();
            runner.end(by == null || reason == null ? new End.Lost() : new End.Closed(by, reason));
        }
    }

    private Mono<List<Claimed>> claim() {
        List<String> mine = new ArrayList<>(running.keySet());
        mine.addAll(opening);
        mine.addAll(paused.keySet());
        int room = settings.limits().open() - mine.size();
        if (stopping || room <= 0) {
            return Mono.just(List.of());
        }
        return ports.store()
                .claim(settings.node(), settings.lease(), settings.framesAside(), mine, room)
                .doOnNext(claimed -> claimed.forEach(this::resume));
    }

    private void resume(Claimed claimed) {
        String id = claimed.spec().id();
        try {
            HealthPolicy policy = ports.policies().parse(claimed.spec().policyText());
            LOG.info("goes on with watch {} \"{}\"", id, claimed.spec().name());
            run(claimed, policy);
        } catch (IllegalArgumentException wrong) {
            LOG.error("watch {} cannot go on: its policy is not understood any more: {}", id, wrong.getMessage());
            paused.put(id, now().plus(PAUSE));
        }
    }

    private void run(Claimed claimed, HealthPolicy policy) {
        String id = claimed.spec().id();
        WatchRunner runner = new WatchRunner(claimed, policy, ports, settings, scheduler, meters, this::tell);
        if (stopping || running.putIfAbsent(id, runner) != null) {
            return;
        }
        Disposable unused = runner.run()
                .doFinally(signal -> running.remove(id, runner))
                .subscribe(end -> LOG.debug("watch {} ended here: {}", id, end), failure -> {
                    KnownFailures.Told told = UNFORESEEN.tell(failure);
                    LOG.error("watch {} failed, and is begun anew after {}: {}", id, PAUSE, told.words(), told.trace());
                    paused.put(id, now().plus(PAUSE));
                });
    }

    private void tell(WatchEvent event) {
        ports.readers().accept(event);
        outgoing.offer(event);
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
