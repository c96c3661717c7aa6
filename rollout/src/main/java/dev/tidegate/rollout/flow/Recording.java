package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.Direction;
import dev.tidegate.rollout.engine.NodeState;
import dev.tidegate.rollout.engine.Rollout;
import dev.tidegate.rollout.engine.RolloutCommand;
import dev.tidegate.rollout.engine.Want;
import dev.tidegate.rollout.review.Review.Deployment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/** Writes into the repository what was deployed where. No wave waits for it; what cannot be written in the end is told. */
final class Recording {
    private static final int TRIES = 10;
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Brief brief;
    private final RolloutPorts ports;
    private final RolloutSettings settings;
    private final Scheduler scheduler;

    Recording(Brief brief, RolloutPorts ports, RolloutSettings settings, Scheduler scheduler) {
        this.brief = brief;
        this.ports = ports;
        this.settings = settings;
        this.scheduler = scheduler;
    }

    /** The group under which a site's nodes are written down. */
    static String group(String site) {
        return site.isEmpty() ? "fleet" : site;
    }

    Flux<RolloutCommand> write(Want.WriteDown want, Rollout rollout) {
        return Flux.fromIterable(deployments(want, rollout))
                .concatMap(deployment -> Mono.defer(() -> ports.review().record(brief.origin(), deployment))
                        .timeout(settings.call(), scheduler)
                        .retryWhen(Retry.backoff(TRIES, PAUSE)
                                .maxBackoff(LONGEST)
                                .jitter(0)
                                .scheduler(scheduler)
                                .onRetryExhaustedThrow((spec, signal) -> signal.failure())))
                .map(done -> done.reference())
                .collectList()
                .map(references -> String.join(", ", references))
                .onErrorResume(failure -> Mono.just("not written: " + Asking.words(failure, settings.call())))
                .<RolloutCommand>map(reference -> new RolloutCommand.Recorded(want.wave(), want.direction(), reference))
                .flux();
    }

    private record Group(String site, String former) {}

    private List<Deployment> deployments(Want.WriteDown want, Rollout rollout) {
        Map<Group, List<String>> groups = new LinkedHashMap<>();
        List<String> proven = rollout.touched(want.wave()).stream()
                .filter(node -> rollout.node(want.direction(), node).equals(Optional.of(NodeState.PROVEN)))
                .toList();
        for (String node : proven) {
            groups.computeIfAbsent(
                            new Group(
                                    brief.terms().spot(node).site(),
                                    rollout.former(node).orElse("")),
                            unused -> new ArrayList<>())
                    .add(node);
        }
        Instant now = Instant.ofEpochMilli(scheduler.now(TimeUnit.MILLISECONDS));
        List<Deployment> deployments = new ArrayList<>();
        groups.forEach((group, nodes) -> {
            boolean forward = want.direction() == Direction.FORWARD;
            String revision = forward ? brief.terms().revision() : group.former();
            String before = forward ? group.former() : brief.terms().revision();
            deployments.add(new Deployment(
                    group(group.site()),
                    revision,
                    before.isEmpty() ? Optional.empty() : Optional.of(before),
                    brief.id(),
                    nodes,
                    now));
        });
        return deployments;
    }
}
