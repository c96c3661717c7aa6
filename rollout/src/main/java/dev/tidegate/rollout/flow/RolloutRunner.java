package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Grip;
import dev.tidegate.rollout.engine.QuorumTakenException;
import dev.tidegate.rollout.engine.Rollout;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutEvent;
import dev.tidegate.rollout.engine.RolloutLostException;
import dev.tidegate.rollout.engine.RolloutStore.Answer;
import dev.tidegate.rollout.engine.RolloutStore.Claimed;
import dev.tidegate.rollout.engine.RolloutStore.Hold;
import dev.tidegate.rollout.engine.RolloutStore.Step;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * One rollout in motion. What people and the world say waits in an inbox; turn by turn it is decided and applied, what has
 * happened is written as a whole, with the answers, and only then acted upon. Everything that touches the rollout's state runs on
 * one lane.
 *
 * <p>When writing fails nobody knows what is written: this run ends, and another begins from what the store has.
 */
final class RolloutRunner {
    /** What is decided in one turn, at most. */
    private static final int TURN = 500;
    /** Steps of time that may follow each other in one turn; more than a rollout has in a row. */
    private static final int STEPS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(RolloutRunner.class);

    private final Brief brief;
    private final Hold hold;
    private final RolloutPorts ports;
    private final RolloutSettings settings;
    private final Scheduler scheduler;
    private final Scheduler lane;
    private final RolloutMeters meters;
    private final Rollout rollout;
    private final Effects effects;
    private final Auditing auditing;
    private final Inbox inbox;
    private final Sinks.One<End> end = Sinks.one();
    private volatile long certainUntil;
    private long seq;
    private String blocked = "";
    private @Nullable List<Grip> gripped; // as it is written; not known before this run has written something

    RolloutRunner(
            Claimed claimed,
            long certainUntil,
            RolloutPorts ports,
            RolloutSettings settings,
            Scheduler scheduler,
            RolloutMeters meters) {
        this.brief = claimed.brief();
        this.hold = claimed.hold();
        this.certainUntil = certainUntil;
        this.ports = ports;
        this.settings = settings;
        this.scheduler = scheduler;
        this.lane = Schedulers.single(scheduler);
        this.inbox = new Inbox(lane);
        this.meters = meters;
        this.rollout = new Rollout(brief.terms());
        this.auditing = new Auditing(brief);
        this.effects =
                new Effects(brief, hold, rollout, ports, settings, this::isCertain, scheduler, lane, inbox::tell);
    }

    Hold hold() {
        return hold;
    }

    Brief brief() {
        return brief;
    }

    /** The lease was prolonged; nobody else can have it before this time. */
    void certainUntil(long millis) {
        certainUntil = millis;
    }

    private boolean isCertain() {
        return scheduler.now(TimeUnit.MILLISECONDS) < certainUntil;
    }

    /** Ends the run here, once; whoever comes first says why. */
    void end(End why) {
        // a second end changes nothing
        Sinks.EmitResult unused = end.tryEmitValue(why);
    }

    /** Where it is told what people and the world say. */
    Inbox inbox() {
        return inbox;
    }

    /** Who has the health stream open now, at any gateway. */
    void present(Set<String> people) {
        onLane(() -> {
            Set<String> before = rollout.monitors();
            people.stream()
                    .filter(one -> !before.contains(one))
                    .forEach(one -> inbox.tell(new RolloutCommand.Presence(one, true)));
            before.stream()
                    .filter(one -> !people.contains(one))
                    .forEach(one -> inbox.tell(new RolloutCommand.Presence(one, false)));
        });
    }

    private void onLane(Runnable work) {
        if (!lane.isDisposed()) {
            Disposable unused = lane.schedule(work);
        }
    }

    /** How many nodes are in a state; read from another thread, so it may be a moment old. */
    long nodes(RolloutMeters.NodesNow state) {
        return effects.count(state);
    }

    /** Runs until it ends; fails when writing does. */
    Mono<End> run() {
        return ports.store()
                .events(brief.id(), 0)
                .publishOn(lane)
                .doOnNext(this::recall)
                .flatMapMany(events -> Flux.merge(
                                inbox.wakes(),
                                Flux.interval(Duration.ZERO, settings.look(), scheduler)
                                        .map(tick -> true))
                        .onBackpressureLatest()
                        .publishOn(lane, 1)
                        .concatMap(woken -> turns(), 0))
                .takeUntilOther(end.asMono())
                .then(Mono.<End>empty())
                .onErrorResume(RolloutLostException.class, lost -> {
                    end(new End.Lost());
                    return Mono.empty();
                })
                .onErrorResume(QuorumTakenException.class, taken -> {
                    LOG.info("rollout {} looks again: {}", brief.id(), taken.getMessage());
                    end(new End.Lost());
                    return Mono.empty();
                })
                .then(end.asMono())
                .flatMap(this::last)
                .doFinally(signal -> {
                    effects.stop();
                    lane.dispose();
                });
    }

    private void recall(List<RolloutEvent> events) {
        events.forEach(rollout::apply);
        seq = events.size();
        if (seq > 0) {
            inbox.tell(new RolloutCommand.TakeUp(settings.node()));
        }
    }

    private Mono<End> last(End why) {
        effects.stop();
        return switch (why) {
            case End.Over over -> Mono.just(why);
            case End.Lost lost -> Mono.just(why);
            case End.Stopped stopped ->
                ports.store()
                        .release(hold)
                        .timeout(settings.answer(), scheduler)
                        .thenReturn(why);
        };
    }

    /** Turns until nothing is left to decide. */
    private Mono<Boolean> turns() {
        return Mono.defer(this::turn)
                .publishOn(lane)
                .repeat(() -> !inbox.isEmpty())
                .then(Mono.defer(this::look));
    }

    private Mono<Boolean> turn() {
        Instant now = now();
        List<RolloutEvent> events = new ArrayList<>();
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < TURN; i++) {
            Inbox.Item item = inbox.next();
            if (item == null) {
                break;
            }
            var outcome = rollout.decide(item.command(), now);
            apply(outcome.events(), events);
            if (item.number() != 0) {
                answers.add(new Answer(item.number(), outcome.reply()));
            }
        }
        for (int i = 0; i < STEPS; i++) {
            List<RolloutEvent> step = rollout.tick(now);
            if (step.isEmpty()) {
                break;
            }
            apply(step, events);
        }
        boolean over = rollout.settled();
        if (events.isEmpty() && answers.isEmpty() && !over) {
            return Mono.fromSupplier(() -> done(events));
        }
        List<Grip> grips = rollout.grips();
        Optional<Step.Grips> changed = grips.equals(gripped)
                ? Optional.empty()
                : Optional.of(new Step.Grips(grips, events.stream().anyMatch(RolloutEvent.Insisted.class::isInstance)));
        Step step = new Step(seq, events, answers, auditing.entries(events), rollout.phase(), over, changed);
        return (over ? ports.ending().over(brief, rollout.failed()) : Mono.just(true))
                .then(Mono.defer(() -> ports.store().append(hold, step)))
                .publishOn(lane)
                .map(written -> {
                    seq = written.last();
                    gripped = grips;
                    boolean acted = done(events);
                    if (written.over()) {
                        LOG.info(
                                "rollout {} is over: {}",
                                brief.id(),
                                rollout.phase().word());
                        end(new End.Over());
                    }
                    return acted;
                });
    }

    private void apply(List<RolloutEvent> step, List<RolloutEvent> events) {
        for (RolloutEvent event : step) {
            rollout.apply(event);
            events.add(event);
        }
    }

    /** What may be done once everything is written: orders, and telling who looks on. */
    private boolean done(List<RolloutEvent> events) {
        for (RolloutEvent event : events) {
            if (event instanceof RolloutEvent.Intended intended) {
                effects.recorded(intended.dispatch());
            }
            RolloutLog.tell(brief.id(), event);
        }
        meters.told(rollout, events);
        effects.reconcile(rollout.wants());
        if (!events.isEmpty()) {
            effects.counted();
            ports.changed().accept(brief.id());
        }
        return !events.isEmpty();
    }

    /** Keeps why the next step is not taken, for who looks on from elsewhere. */
    private Mono<Boolean> look() {
        String reason = rollout.blocked(now()).orElse("");
        if (reason.equals(blocked)) {
            return Mono.just(true);
        }
        blocked = reason;
        return ports.store()
                .blocked(hold, reason)
                .onErrorResume(failure -> {
                    LOG.debug("why rollout {} waits is not written: {}", brief.id(), failure.toString());
                    return Mono.just(false);
                })
                .publishOn(lane)
                .doOnNext(written -> {
                    if (!written) {
                        blocked = "";
                    }
                    ports.changed().accept(brief.id());
                });
    }

    /** As PostgreSQL keeps it, so that a replay sees the same. */
    private Instant now() {
        return Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS)).truncatedTo(ChronoUnit.MICROS);
    }
}
