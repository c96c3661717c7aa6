package dev.tidegate.rollout.flow;

import dev.tidegate.health.watch.WatchSpec;
import dev.tidegate.model.Labels;
import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.engine.Brief;
import dev.tidegate.rollout.engine.RolloutCommand.Health.Signal;
import dev.tidegate.rollout.fleet.Fleet;
import dev.tidegate.rollout.fleet.Machine;
import dev.tidegate.rollout.packages.Packages;
import dev.tidegate.rollout.packages.PackagesException;
import dev.tidegate.rollout.plan.FleetNode;
import dev.tidegate.rollout.review.Diff;
import dev.tidegate.rollout.review.NoRevisionException;
import dev.tidegate.rollout.review.Review;
import dev.tidegate.rollout.review.ReviewException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Everything around rollouts but the nodes and the store: watches, review, packages, fleet and calendars, in memory. */
final class Outside implements WaveHealth, Review, Packages, Fleet, OutsideGate {
    private final Scheduler clock;
    final Map<String, WatchSpec> open = new LinkedHashMap<>();
    final Map<String, WatchSpec> everOpen = new LinkedHashMap<>();
    final Map<String, Seen> says = new HashMap<>();
    final List<Deployment> recorded = new ArrayList<>();
    final List<String> switches = new ArrayList<>();
    final Set<String> snapshots = new HashSet<>(Set.of("old-snap", "new-snap"));
    final Set<String> gone = new HashSet<>();
    Seen otherwise = new Seen(Signal.HEALTHY, "all is well");
    String published = "old-snap";
    Optional<String> closed = Optional.empty();
    boolean reviewAway;
    String unknownRevision = "";
    boolean packagesAway;

    Outside(Scheduler clock) {
        this.clock = clock;
    }

    @Override
    public Mono<Boolean> open(WatchSpec spec) {
        return Mono.fromSupplier(() -> {
            everOpen.putIfAbsent(spec.id(), spec);
            return open.putIfAbsent(spec.id(), spec) == null;
        });
    }

    @Override
    public Mono<Boolean> close(String watch, String tenant, String reason) {
        return Mono.fromSupplier(() -> open.remove(watch) != null);
    }

    @Override
    public Flux<Seen> follow(String watch, String tenant) {
        return Flux.interval(Duration.ZERO, Duration.ofMillis(100), clock)
                .onBackpressureDrop()
                .map(tick -> says.getOrDefault(watch, otherwise));
    }

    @Override
    public Mono<Reviewed> look(Origin origin) {
        if (origin.revision().equals(unknownRevision)) {
            return Mono.error(new NoRevisionException("repository infra has no commit " + unknownRevision));
        }
        return reviewAway
                ? Mono.error(new ReviewException("connection refused"))
                : Mono.just(new Reviewed(true, "merged", true, "ann", List.of("bob"), "s", Instant.EPOCH, List.of()));
    }

    @Override
    public Mono<Boolean> exists(String repository, String revision) {
        return reviewAway
                ? Mono.error(new ReviewException("connection refused"))
                : Mono.fromSupplier(() -> !gone.contains(revision));
    }

    @Override
    public Mono<Diff> diff(Origin origin) {
        return Mono.error(new ReviewException("nobody reads it here"));
    }

    @Override
    public Mono<Reviewed> submit(Origin origin) {
        return look(origin);
    }

    @Override
    public Mono<Deployed> record(Origin origin, Deployment deployment) {
        return Mono.fromSupplier(() -> {
            if (reviewAway) {
                throw new ReviewException("connection refused");
            }
            recorded.add(deployment);
            return new Deployed("note-" + recorded.size());
        });
    }

    @Override
    public Mono<Deployment> deployed(String repository, String group) {
        return Mono.empty();
    }

    @Override
    public Mono<PackageSnapshot> published(String prefix, String distribution, String component) {
        return Mono.fromSupplier(() -> new PackageSnapshot(prefix, distribution, component, published));
    }

    @Override
    public Mono<Boolean> exists(String snapshot) {
        return Mono.fromSupplier(() -> snapshots.contains(snapshot));
    }

    @Override
    public Mono<Switched> switchTo(PackageSnapshot to) {
        return Mono.fromSupplier(() -> {
            if (packagesAway) {
                throw new PackagesException("connection refused");
            }
            published = to.snapshot();
            switches.add(to.snapshot());
            return new Switched(to, to);
        });
    }

    @Override
    public Mono<List<Difference>> difference(String from, String to) {
        return Mono.just(List.of());
    }

    @Override
    public Mono<List<Machine>> select(String tenant, String selector) {
        return Mono.just(IntStream.range(0, 5)
                .mapToObj(i -> new Machine(
                        new FleetNode("x" + i, "compute", "g10", "rack-x", ""),
                        tenant,
                        "eu1",
                        false,
                        "salt",
                        Labels.EMPTY))
                .toList());
    }

    @Override
    public Mono<Optional<String>> closed(Brief brief, int wave, Instant at) {
        return Mono.fromSupplier(() -> closed);
    }
}
