package dev.tidegate.rollout.flow;

import dev.tidegate.health.flow.Watches;
import dev.tidegate.health.judge.Verdict;
import dev.tidegate.health.watch.Policies;
import dev.tidegate.health.watch.VerdictRow;
import dev.tidegate.health.watch.WatchEvent;
import dev.tidegate.health.watch.WatchReads;
import dev.tidegate.health.watch.WatchRow;
import dev.tidegate.health.watch.WatchSpec;
import dev.tidegate.rollout.engine.RolloutCommand.Health.Signal;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Waves watched by health-watch. A verdict is read from the record when its event comes by, and every second besides; it
 * counts only as long as frames of the watch come by, since a verdict of a watch that nobody runs says nothing about now.
 */
public final class WatchedWaves implements WaveHealth {
    private static final Duration LOOK = Duration.ofSeconds(1);
    /** Besides three intervals of the policy. */
    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private final Watches watches;
    private final WatchReads reads;
    private final Policies policies;
    private final Supplier<Flux<WatchEvent>> events;
    private final Scheduler scheduler;

    /** @param events facts of all watches, from now on */
    public WatchedWaves(
            Watches watches,
            WatchReads reads,
            Policies policies,
            Supplier<Flux<WatchEvent>> events,
            Scheduler scheduler) {
        this.watches = watches;
        this.reads = reads;
        this.policies = policies;
        this.events = events;
        this.scheduler = scheduler;
    }

    @Override
    public Mono<Boolean> open(WatchSpec spec) {
        return watches.open(spec);
    }

    @Override
    public Mono<Boolean> close(String watch, String tenant, String reason) {
        return watches.close(watch, tenant, "tidegate", reason);
    }

    @Override
    public Flux<Seen> follow(String watch, String tenant) {
        return Flux.defer(() -> {
            AtomicLong heard = new AtomicLong(now());
            Flux<Boolean> said = events.get()
                    .filter(event -> event.watch().equals(watch))
                    .doOnNext(event -> heard.set(now()))
                    .filter(event -> event.kind().equals("verdict"))
                    .map(event -> true);
            return Flux.merge(
                            said, Flux.interval(Duration.ZERO, LOOK, scheduler).map(tick -> true))
                    .onBackpressureLatest()
                    .concatMap(unused -> look(watch, tenant, heard), 0);
        });
    }

    private Mono<Seen> look(String watch, String tenant, AtomicLong heard) {
        return reads.watch(tenant, watch)
                .map(row -> seen(row, now() - heard.get()))
                .defaultIfEmpty(new Seen(Signal.INCONCLUSIVE, "there is no watch " + watch))
                .onErrorResume(failure -> Mono.just(
                        new Seen(Signal.INCONCLUSIVE, "its verdict cannot be read: " + failure.getMessage())));
    }

    private Seen seen(WatchRow row, long silentMillis) {
        VerdictRow latest = row.latest();
        if (latest != null && latest.verdict() instanceof Verdict.Unhealthy unhealthy) {
            return new Seen(Signal.UNHEALTHY, unhealthy.reason());
        }
        if (!row.open()) {
            return new Seen(
                    Signal.INCONCLUSIVE, "its watch was closed by " + row.closedBy() + ": " + row.closeReason());
        }
        Duration patience =
                PATIENCE.plus(policies.parse(row.spec().policyText()).interval().multipliedBy(3));
        if (silentMillis > patience.toMillis()) {
            return new Seen(Signal.INCONCLUSIVE, "nothing was heard of its watch for " + silentMillis / 1_000 + " s");
        }
        if (latest == null) {
            return new Seen(Signal.EARLY, "nothing is judged yet");
        }
        return switch (latest.verdict()) {
            case Verdict.Healthy healthy -> new Seen(Signal.HEALTHY, healthy.reason());
            case Verdict.Unhealthy unhealthy -> new Seen(Signal.UNHEALTHY, unhealthy.reason());
            case Verdict.Inconclusive doubtful ->
                new Seen(
                        doubtful.doubt() == Verdict.Doubt.EXPOSURE ? Signal.EARLY : Signal.INCONCLUSIVE,
                        doubtful.reason());
        };
    }

    private long now() {
        return scheduler.now(TimeUnit.MILLISECONDS);
    }
}
