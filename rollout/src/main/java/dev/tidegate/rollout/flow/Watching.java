package dev.tidegate.rollout.flow;

import dev.tidegate.health.evidence.Cohort;
import dev.tidegate.health.watch.WatchSpec;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.Rollout;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.RolloutCommand.Health.Signal;
import dev.tidegate.rollout.engine.Spot;
import dev.tidegate.rollout.engine.Want;
import dev.tidegate.rollout.fleet.Machine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * The watch of a wave: its nodes against untouched ones that are expected to behave alike. A wave on its way is watched until
 * the next begins or it is back; a wave that went back is watched from then on for a while, which informs and decides nothing.
 */
final class Watching {
    /** Nodes to compare with, at most. */
    static final int CONTROL = 1_000;
    /** How long a wave that went back is watched at least. */
    static final Duration AFTERWARDS = Duration.ofMinutes(10);

    private final Brief brief;
    private final RolloutPorts ports;
    private final RolloutSettings settings;
    private final Scheduler scheduler;

    Watching(Brief brief, RolloutPorts ports, RolloutSettings settings, Scheduler scheduler) {
        this.brief = brief;
        this.ports = ports;
        this.settings = settings;
        this.scheduler = scheduler;
    }

    /** Opens it, and tells what it says until cancelled. */
    Flux<RolloutCommand> watch(Want.Watch want, Rollout rollout) {
        List<String> nodes =
                want.direction() == Direction.FORWARD ? brief.terms().nodes(want.wave()) : rollout.touched(want.wave());
        Set<String> touched = new HashSet<>(nodes);
        for (int wave = 1; wave <= rollout.wave(); wave++) {
            touched.addAll(rollout.touched(wave));
        }
        return opened(want, nodes, touched)
                .concatWith(ports.health()
                        .follow(id(want), brief.tenant())
                        .distinctUntilChanged(WaveHealth.Seen::signal)
                        .map(seen -> health(want, seen.signal(), seen.reason())));
    }

    private Flux<RolloutCommand> opened(Want.Watch want, List<String> nodes, Set<String> touched) {
        return Flux.defer(() -> {
            Pauses pauses = new Pauses(settings, scheduler);
            return control(nodes, touched)
                    .flatMap(control -> ports.health().open(spec(want, new Cohort(nodes, control))))
                    .timeout(settings.call(), scheduler)
                    .<RolloutCommand>map(
                            done -> new RolloutCommand.WatchOpened(want.wave(), want.direction(), Optional.empty()))
                    .doOnSuccess(done -> pauses.over())
                    .onErrorResume(failure -> {
                        pauses.failed();
                        return Mono.just(health(
                                want, Signal.INCONCLUSIVE, "its watch could not be opened: " + failure.getMessage()));
                    })
                    .repeatWhen(pauses::between);
        });
    }

    private WatchSpec spec(Want.Watch want, Cohort cohort) {
        Instant now = now();
        boolean forward = want.direction() == Direction.FORWARD;
        Duration soak = brief.terms().soak();
        Instant until = now.plus(soak.compareTo(AFTERWARDS) > 0 ? soak : AFTERWARDS);
        @Nullable Instant end = forward ? null : until;
        return new WatchSpec(
                id(want),
                brief.tenant(),
                "wave " + want.wave() + (forward ? " of " : " back of ") + brief.title(),
                brief.policy(),
                cohort,
                now,
                end,
                brief.terms().executor(),
                now);
    }

    private RolloutCommand health(Want.Watch want, Signal signal, String reason) {
        return new RolloutCommand.Health(want.wave(), want.direction(), signal, reason);
    }

    String id(Want.Watch want) {
        return WaveHealth.watch(brief.id(), want.wave(), want.direction());
    }

    /** Closes the watch of a wave; one that was never opened is closed already. */
    Flux<RolloutCommand> close(int wave) {
        String id = WaveHealth.watch(brief.id(), wave, Direction.FORWARD);
        return Mono.defer(() -> ports.health().close(id, brief.tenant(), "wave " + wave + " of the rollout is over"))
                .timeout(settings.call(), scheduler)
                .retryWhen(Retry.backoff(Long.MAX_VALUE, settings.firstPause())
                        .maxBackoff(settings.longestPause())
                        .jitter(0)
                        .scheduler(scheduler))
                .<RolloutCommand>map(closed -> new RolloutCommand.WatchClosed(wave))
                .flux();
    }

    /** Those that the change never touches first, then those of the last waves; by an order that depends on the rollout. */
    private Mono<List<String>> control(List<String> nodes, Set<String> touched) {
        Set<Stratum> strata = new HashSet<>();
        nodes.forEach(node -> strata.add(stratum(brief.terms().spot(node))));
        Comparator<String> shuffled = Comparator.comparingInt(name -> (brief.id() + name).hashCode() * 0x9E3779B9);
        return ports.fleet()
                .select(brief.tenant(), "{}")
                .timeout(settings.call(), scheduler)
                .onErrorReturn(List.of())
                .map(machines -> {
                    List<String> control = new ArrayList<>(machines.stream()
                            .filter(machine -> !machine.staging()
                                    && !brief.terms().spots().containsKey(machine.name())
                                    && strata.contains(stratum(machine)))
                            .map(Machine::name)
                            .sorted(shuffled)
                            .toList());
                    for (int wave = brief.terms().waves().size(); wave >= 1; wave--) {
                        brief.terms().nodes(wave).stream()
                                .filter(node -> !touched.contains(node)
                                        && strata.contains(stratum(brief.terms().spot(node))))
                                .sorted(shuffled)
                                .forEach(control::add);
                    }
                    return control.stream().distinct().limit(CONTROL).toList();
                });
    }

    private record Stratum(String role, String hardware) {}

    private static Stratum stratum(Spot spot) {
        return new Stratum(spot.role(), spot.hardware());
    }

    private static Stratum stratum(Machine machine) {
        return new Stratum(machine.node().role(), machine.node().hardware());
    }

    private Instant now() {
        return Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS));
    }
}
