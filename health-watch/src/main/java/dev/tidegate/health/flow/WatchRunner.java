package dev.tidegate.health.flow;

import dev.tidegate.health.evidence.Round;
import dev.tidegate.health.policy.HealthPolicy;
import dev.tidegate.health.watch.Decision;
import dev.tidegate.health.watch.Watch;
import dev.tidegate.health.watch.WatchEvent;
import dev.tidegate.health.watch.WatchFact;
import dev.tidegate.health.watch.WatchLostException;
import dev.tidegate.health.watch.WatchSpec;
import dev.tidegate.health.watch.WatchStore.Claimed;
import dev.tidegate.health.watch.WatchStore.Ended;
import dev.tidegate.health.watch.WatchStore.Hold;
import dev.tidegate.health.watch.WatchStore.Renewal;
import dev.tidegate.health.watch.json.FactJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * One watch in motion: first its past is read again, then a round each interval. Everything that touches the watch runs
 * on one lane, so rounds, the clock and the end of the watch never meet in the middle.
 *
 * <p>A round that is still under way when the next is due costs the next one, and is counted; rounds never overlap. A
 * verdict is stored before it is told, but no longer than {@link #STORE_FIRST}: an engineer who watches must see it also
 * when the database is away. What could not be stored is tried again with each round.
 */
final class WatchRunner {
    static final Duration STORE_FIRST = Duration.ofMillis(500);
    /** Reading the past takes time, in which more of it comes about; so often it is read on. */
    private static final int PASSES = 3;

    private static final Logger LOG = LoggerFactory.getLogger(WatchRunner.class);

    private final WatchSpec spec;
    private final Hold hold;
    private final HealthPolicy policy;
    private final List<Question> questions;
    private final Watch watch;
    private final WatchPorts ports;
    private final WatchSettings settings;
    private final Scheduler scheduler;
    private final Scheduler lane;
    private final WatchMeters meters;
    private final Consumer<WatchEvent> told;
    private final Sinks.One<End> end = Sinks.one();
    private final ArrayDeque<Decision> unsaved = new ArrayDeque<>();
    private volatile long seq;

    WatchRunner(
            Claimed claimed,
            HealthPolicy policy,
            WatchPorts ports,
            WatchSettings settings,
            Scheduler scheduler,
            WatchMeters meters,
            Consumer<WatchEvent> told) {
        this.spec = claimed.spec();
        this.hold = claimed.hold();
        this.policy = policy;
        this.questions = Question.of(policy, spec, ports.probes());
        this.watch = new Watch(
                spec.changedAt(),
                policy,
                ports.judges().of(policy, spec.cohort(), spec.changedAt()),
                claimed.latest(),
                claimed.seq());
        this.ports = ports;
        this.settings = settings;
        this.scheduler = scheduler;
        this.lane = Schedulers.single(scheduler);
        this.meters = meters;
        this.told = told;
        this.seq = claimed.seq();
    }

    /**
     * What one round came to.
     *
     * @param due when the round was to begin, in milliseconds; empty for what is not a live round
     */
    private record Facts(List<WatchFact> told, OptionalLong due) {
        static Facts ofThePast(List<WatchFact> told) {
            return new Facts(told, OptionalLong.empty());
        }
    }

    Hold hold() {
        return hold;
    }

    WatchSpec spec() {
        return spec;
    }

    /** Number of the last fact told. */
    long seq() {
        return seq;
    }

    /** Ends the watch here, once; whoever comes first says why. */
    void end(End why) {
        // a second end changes nothing
        Sinks.EmitResult unused = end.tryEmitValue(why);
    }

    /** Runs until it ends; what fails unforeseen fails. */
    Mono<End> run() {
        return Flux.concat(pastUpToNow().map(Facts::ofThePast), live())
                .concatMap(this::tell)
                .takeUntilOther(end.asMono())
                .then(Mono.<End>empty())
                .onErrorResume(WatchLostException.class, lost -> {
                    end(new End.Lost());
                    return Mono.empty();
                })
                .then(end.asMono())
                .publishOn(lane)
                .flatMap(this::last)
                .doFinally(signal -> lane.dispose());
    }

    private Mono<End> last(End why) {
        return switch (why) {
            case End.Closed closed -> Mono.fromSupplier(() -> closed(why, closed.by(), closed.reason()));
            case End.Elapsed elapsed -> {
                String reason = "the end that it was opened with was reached";
                yield Mono.defer(() -> ports.store().close(spec.id(), spec.tenant(), "tidegate", reason, now()))
                        .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofSeconds(1))
                                .maxBackoff(Duration.ofSeconds(10))
                                .scheduler(scheduler))
                        .publishOn(scheduler)
                        .map(done -> closed(why, "tidegate", reason));
            }
            case End.Lost lost ->
                ports.store()
                        .renew(List.of(new Renewal(hold, seq)), settings.lease())
                        .publishOn(scheduler)
                        .map(ended -> lost(why, ended))
                        .onErrorReturn(why);
            case End.Stopped stopped -> ports.store().release(hold, seq).thenReturn(why);
        };
    }

    /** Readers here are told how it ended when it was closed elsewhere; when it was taken over, it goes on. */
    private End lost(End why, List<Ended> ended) {
        for (Ended one : ended) {
            String by = one.closedBy();
            String reason = one.reason();
            if (by != null && reason != null) {
                return closed(why, by, reason);
            }
        }
        return why;
    }

    private End closed(End why, String by, String reason) {
        publish(watch.close(now(), by, reason));
        return why;
    }

    private Flux<List<WatchFact>> pastUpToNow() {
        Instant from = spec.changedAt().minus(policy.snapshot());
        String reason = "the time since " + from + " is being read; a verdict follows";
        return Flux.defer(() -> past(from, 1))
                .publish(past -> Flux.merge(
                        past,
                        Flux.interval(Duration.ZERO, policy.interval(), scheduler)
                                .onBackpressureDrop()
                                .takeUntilOther(past.ignoreElements())
                                .concatMap(tick -> inLane(() -> List.of(watch.catchingUp(now(), reason))), 0)));
    }

    private <T> Mono<T> inLane(Supplier<T> work) {
        return Mono.fromSupplier(work).subscribeOn(lane);
    }

    private Flux<List<WatchFact>> past(Instant from, int pass) {
        Instant to = now();
        return new Past(questions, policy.interval(), settings, scheduler)
                .rounds(from, to)
                .publishOn(lane)
                .map(watch::recall)
                .concatWith(Flux.defer(() -> pass < PASSES
                                && Duration.between(to, now())
                                                .compareTo(policy.interval().multipliedBy(2))
                                        > 0
                        ? past(to, pass + 1)
                        : Flux.empty()));
    }

    private Flux<Facts> live() {
        return Flux.defer(() -> {
            long begun = scheduler.now(TimeUnit.MILLISECONDS);
            long step = policy.interval().toMillis();
            return Flux.interval(Duration.ZERO, policy.interval(), scheduler)
                    .onBackpressureDrop(tick -> meters.late())
                    .concatMap(tick -> round().map(told -> new Facts(told, OptionalLong.of(begun + tick * step))), 0);
        });
    }

    private Mono<List<WatchFact>> round() {
        Instant at = now();
        Instant until = spec.until();
        if (until != null && !at.isBefore(until)) {
            end(new End.Elapsed());
            return Mono.empty();
        }
        Duration within = settings.bound(policy.interval());
        return Flux.fromIterable(questions)
                .flatMapSequential(
                        question -> question.ask(at, policy.interval(), within, scheduler),
                        Math.max(1, questions.size()))
                .collectList()
                .publishOn(lane)
                .map(readings -> new Round(at, readings))
                .doOnNext(round -> meters.round(round, Duration.between(at, now())))
                .map(round -> meters.judging(() -> watch.take(round)));
    }

    /** In their order; a verdict when it is stored, or when storing takes too long. */
    private Mono<Long> tell(Facts facts) {
        return Flux.fromIterable(facts.told())
                .concatMap(fact -> {
                    if (!(fact instanceof WatchFact.Decided decided)) {
                        return Mono.fromRunnable(() -> {
                            publish(fact);
                            if (fact instanceof WatchFact.Framed) {
                                facts.due().ifPresent(due -> meters.framed(scheduler.now(TimeUnit.MILLISECONDS) - due));
                            }
                        });
                    }
                    unsaved.add(decided.decision());
                    return save().timeout(STORE_FIRST, Mono.empty(), scheduler)
                            .publishOn(lane)
                            .then(Mono.fromRunnable(() -> publish(fact)));
                })
                .then(Mono.defer(() -> unsaved.isEmpty() ? Mono.<Long>empty() : save()));
    }

    /** Stores what is not stored yet; that the same is stored twice at once does no harm. */
    private Mono<Long> save() {
        return Flux.fromIterable(List.copyOf(unsaved))
                .concatMap(decision -> ports.store()
                        .decided(hold, now(), decision, FactJson.report(decision, policy))
                        .publishOn(lane)
                        .doOnNext(number -> unsaved.remove(decision)))
                .onErrorResume(failure -> !(failure instanceof WatchLostException), failure -> {
                    LOG.warn("a verdict of watch {} is not stored yet: {}", spec.id(), failure.toString());
                    return Mono.empty();
                })
                .count();
    }

    private void publish(WatchFact fact) {
        meters.told(fact);
        seq = fact.seq();
        told.accept(new WatchEvent(spec.id(), spec.tenant(), fact.seq(), fact.kind(), FactJson.fact(spec.id(), fact)));
    }

    private Instant now() {
        return Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS));
    }
}
