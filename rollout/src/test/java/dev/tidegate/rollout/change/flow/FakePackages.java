package dev.tidegate.rollout.change.flow;

import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.packages.Packages;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/** A package repository with these snapshots, of which the first is published. */
public final class FakePackages implements Packages {
    public final Set<String> snapshots = ConcurrentHashMap.newKeySet();
    public volatile String published = "snap-1";

    @Override
    public Mono<PackageSnapshot> published(String prefix, String distribution, String component) {
        return Mono.just(new PackageSnapshot(prefix, distribution, component, published));
    }

    @Override
    public Mono<Boolean> exists(String snapshot) {
        return Mono.just(snapshots.contains(snapshot));
    }

    @Override
    public Mono<Switched> switchTo(PackageSnapshot to) {
        return Mono.just(new Switched(to, to));
    }

    @Override
    public Mono<List<Difference>> difference(String from, String to) {
        return Mono.just(List.of(new Difference("nova", "1", "2")));
    }
}
