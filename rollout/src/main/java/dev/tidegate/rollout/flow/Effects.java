package dev.tidegate.rollout.flow;

import dev.tidegate.model.KnownFailures;
import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.Dispatch;
import dev.tidegate.rollout.engine.NodeState;
import dev.tidegate.rollout.engine.Rollout;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutStore.Hold;
import dev.tidegate.rollout.engine.RolloutStore.Overlap;
import dev.tidegate.rollout.engine.Want;
import dev.tidegate.rollout.flow.RolloutMeters.NodesNow;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * What a rollout does outside, as its wants say: each want has one piece of work, begun when it is first wanted and cancelled
 * when it is not wanted any more. What the work finds out goes back into the inbox. Used on the rollout's lane.
 */
final class Effects {
    private static final Logger LOG = LoggerFactory.getLogger(Effects.class);
    private static final KnownFailures UNFORESEEN = new KnownFailures();

    private final Brief brief;
    private final Rollout rollout;
    private final RolloutPorts ports;
    private final RolloutSettings settings;
    private final Scheduler scheduler;
    private final Scheduler lane;
    private final Consumer<RolloutCommand> tell;
    private final Asking asking;
    private final Sending sending;
    private final Preparing preparing;
    private final Watching watching;
    private final Recording recording;
    private final Map<String, Work> work = new HashMap<>();
    private volatile Map<NodesNow, Long> counts = Map.of();

    Effects(
            Brief brief,
            Hold hold,
            Rollout rollout,
            RolloutPorts ports,
            RolloutSettings settings,
            BooleanSupplier certain,
            Scheduler scheduler,
            Scheduler lane,
            Consumer<RolloutCommand> tell) {
        this.brief = brief;
        this.rollout = rollout;
        this.ports = ports;
        this.settings = settings;
        this.scheduler = scheduler;
        this.lane = lane;
        this.tell = tell;
        this.asking = new Asking(ports.targets(), settings, scheduler);
        this.sending = new Sending(brief, hold.epoch(), settings, asking, certain, scheduler);
        this.preparing = new Preparing(brief, ports, settings, asking, scheduler);
        this.watching = new Watching(brief, ports, settings, scheduler);
        this.recording = new Recording(brief, ports, settings, scheduler);
    }

    /** An intention was written by this process. */
    void recorded(Dispatch dispatch) {
        sending.recorded(dispatch);
    }

    private record Work(Want want, Disposable running) {}

    /** The same work for as long as this is the same, also when a deadline moves meanwhile. */
    private static String key(Want want) {
        return switch (want) {
            case Want.Send send -> "send " + send.dispatch().id();
            case Want.Find find -> "find " + find.dispatch().id();
            case Want.Follow follow -> "follow " + follow.dispatch().id();
            case Want.Prepare unused -> want.toString();
            case Want.Publish unused -> want.toString();
            case Want.Watch unused -> want.toString();
            case Want.Unwatch unused -> want.toString();
            case Want.WriteDown unused -> want.toString();
            case Want.Look unused -> want.toString();
            case Want.LookAround unused -> want.toString();
        };
    }

    /** Begins what is wanted and not under way, and ends what is not wanted any more. */
    void reconcile(List<Want> wants) {
        Map<String, Want> wanted = new LinkedHashMap<>();
        wants.forEach(want -> wanted.put(key(want), want));
        List<String> gone =
                work.keySet().stream().filter(key -> !wanted.containsKey(key)).toList();
        gone.forEach(this::end);
        wanted.forEach((key, want) -> {
            if (!work.containsKey(key)) {
                begin(key, want);
            }
        });
    }

    private void end(String key) {
        Work ended = work.remove(key);
        if (ended == null) {
            return;
        }
        ended.running().dispose();
    }

    private void begin(String key, Want want) {
        Disposable.Swap running = Disposables.swap();
        work.put(key, new Work(want, running));
        running.update(of(want).publishOn(lane).subscribe(tell, failure -> {
            KnownFailures.Told told = UNFORESEEN.tell(failure);
            LOG.error("rollout {}: {} failed, and is begun anew: {}", brief.id(), key, told.words(), told.trace());
            running.update(
                    lane.schedule(() -> again(key), settings.longestPause().toMillis(), TimeUnit.MILLISECONDS));
        }));
    }

    /** What failed unforeseen is tried again after a pause, if it is still wanted. */
    private void again(String key) {
        work.remove(key);
        reconcile(rollout.wants());
    }

    private Flux<RolloutCommand> of(Want want) {
        return switch (want) {
            case Want.Prepare unused -> alone().thenMany(preparing.prepare());
            case Want.Publish publish -> publish(publish);
            case Want.Send send -> sending.send(send.dispatch(), packages(send.dispatch()));
            case Want.Find find -> sending.find(find.dispatch(), packages(find.dispatch()));
            case Want.Follow follow -> sending.follow(follow.dispatch(), follow.job(), packages(follow.dispatch()));
            case Want.Watch watch -> watching.watch(watch, rollout);
            case Want.Unwatch over -> watching.close(over.wave());
            case Want.WriteDown down -> recording.write(down, rollout);
            case Want.Look look -> gate(look.wave());
            case Want.LookAround unused -> neighbours();
        };
    }

    private List<PackageSnapshot> packages(Dispatch dispatch) {
        return dispatch.direction() == Direction.FORWARD ? brief.terms().packages() : rollout.formerPackages();
    }

    private Flux<RolloutCommand> publish(Want.Publish publish) {
        return asking.of(
                        Rollout.PACKAGES,
                        () -> Flux.fromIterable(publish.snapshots())
                                .concatMap(ports.packages()::switchTo)
                                .collectList())
                .map(answer -> switch (answer) {
                    case Asking.Told<?> told -> new RolloutCommand.Published(publish.direction(), publish.snapshots());
                    case Asking.Says<?> says -> says.command();
                });
    }

    /** Looks again and again until the wave begins. */
    private Flux<RolloutCommand> gate(int wave) {
        return Flux.interval(Duration.ZERO, settings.gate(), scheduler)
                .onBackpressureDrop()
                .concatMap(
                        tick -> closed(wave)
                                .timeout(settings.call(), scheduler)
                                .onErrorResume(
                                        failure -> Mono.just(Optional.of("whether it may go on cannot be looked up: "
                                                + Asking.words(failure, settings.call())))),
                        0)
                .map(RolloutCommand.Gate::new);
    }

    /** Looks again and again what other rollouts have of its quorum groups. */
    private Flux<RolloutCommand> neighbours() {
        return Flux.interval(Duration.ZERO, settings.gate(), scheduler)
                .onBackpressureDrop()
                .concatMap(
                        tick -> ports.store()
                                .neighbours(brief.id(), brief.terms().quorums())
                                .timeout(settings.call(), scheduler)
                                .map(all -> new RolloutCommand.Neighbours(all, Optional.empty()))
                                .onErrorResume(failure -> Mono.just(new RolloutCommand.Neighbours(
                                        List.of(), Optional.of(Asking.words(failure, settings.call()))))),
                        0);
    }

    private Mono<Optional<String>> closed(int wave) {
        Instant now = Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS));
        return ports.gate()
                .closed(brief, wave, now)
                .flatMap(reason -> reason.isPresent()
                        ? Mono.just(reason)
                        : ports.store().overlaps(brief.id()).map(Effects::before));
    }

    /** What nodes have now is no way back as long as an older rollout moves them. */
    private Mono<Boolean> alone() {
        return Flux.interval(Duration.ZERO, settings.gate(), scheduler)
                .onBackpressureDrop()
                .concatMap(
                        tick -> ports.store()
                                .overlaps(brief.id())
                                .timeout(settings.call(), scheduler)
                                .map(List::isEmpty)
                                .onErrorReturn(false), // the gate, which asks the same, says why
                        0)
                .filter(alone -> alone)
                .next();
    }

    private static Optional<String> before(List<Overlap> overlaps) {
        return overlaps.stream()
                .findFirst()
                .map(other -> other.count() == 0
                        ? "rollout " + other.id() + " (" + other.title()
                                + ") is under way with packages of the same place"
                        : "rollout " + other.id() + " (" + other.title() + ") is under way on " + other.count()
                                + " of the same nodes: " + String.join(", ", other.nodes()));
    }

    /** Counts nodes anew. */
    void counted() {
        Map<NodesNow, Long> now = new EnumMap<>(NodesNow.class);
        brief.terms().nodes().forEach(node -> now.merge(state(node), 1L, Long::sum));
        counts = Map.copyOf(now);
    }

    private NodesNow state(String node) {
        Optional<NodeState> back = rollout.node(Direction.BACK, node);
        NodeState state = back.or(() -> rollout.node(Direction.FORWARD, node)).orElse(null);
        if (state == null) {
            return NodesNow.UNTOUCHED;
        }
        return switch (state) {
            case IN_FLIGHT -> NodesNow.IN_FLIGHT;
            case PROVEN -> back.isPresent() ? NodesNow.BACK : NodesNow.DONE;
            case FAILED, UNREACHABLE, TIMED_OUT, UNKNOWN -> NodesNow.BAD;
        };
    }

    long count(NodesNow state) {
        return counts.getOrDefault(state, 0L);
    }

    void stop() {
        work.values().forEach(one -> one.running().dispose());
        work.clear();
    }
}
