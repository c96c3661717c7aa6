package dev.tidegate.rollout.packages;

import dev.tidegate.rollout.change.PackageSnapshot;
import java.util.List;
import reactor.core.publisher.Mono;

/**
 * A package repository with snapshots. Calls for one prefix run one after the other. Fails with
 * {@link PackagesException}.
 */
public interface Packages {

    /** What is published at a place now. */
    Mono<PackageSnapshot> published(String prefix, String distribution, String component);

    /** Whether a snapshot exists, so that it can be switched to. */
    Mono<Boolean> exists(String snapshot);

    /** Publishes another snapshot at its place, and reads it back; nothing to do when it is there already. */
    Mono<Switched> switchTo(PackageSnapshot to);

    /** Packages that differ between two snapshots. */
    Mono<List<Difference>> difference(String from, String to);

    /** What was there, and what is. */
    record Switched(PackageSnapshot from, PackageSnapshot to) {}

    /**
     * A package whose version differs.
     *
     * @param from empty when it is new
     * @param to empty when it goes away
     */
    record Difference(String name, String from, String to) {}
}
