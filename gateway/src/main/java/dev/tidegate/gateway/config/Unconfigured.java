package dev.tidegate.gateway.config;

import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.packages.Packages;
import dev.tidegate.rollout.packages.PackagesException;
import dev.tidegate.rollout.review.Review;
import dev.tidegate.rollout.review.ReviewException;
import java.util.List;
import reactor.core.publisher.Mono;

/** Repositories and packages where the fleet file names none: says so to whoever asks. */
final class Unconfigured implements Review, Packages {

    private static <T> Mono<T> noRepository() {
        return Mono.error(() ->
                new ReviewException("no repository is configured; name them under \"repositories\" in the fleet file"));
    }

    private static <T> Mono<T> noPackages() {
        return Mono.error(() -> new PackagesException(
                "no package repository is configured; name it under \"packages\" in the fleet file"));
    }

    @Override
    public Mono<Reviewed> look(Origin origin) {
        return noRepository();
    }

    @Override
    public Mono<Reviewed> submit(Origin origin) {
        return noRepository();
    }

    @Override
    public Mono<Deployed> record(Origin origin, Deployment deployment) {
        return noRepository();
    }

    @Override
    public Mono<Deployment> deployed(String repository, String group) {
        return noRepository();
    }

    @Override
    public Mono<PackageSnapshot> published(String prefix, String distribution, String component) {
        return noPackages();
    }

    @Override
    public Mono<Boolean> exists(String snapshot) {
        return noPackages();
    }

    @Override
    public Mono<Switched> switchTo(PackageSnapshot to) {
        return noPackages();
    }

    @Override
    public Mono<List<Difference>> difference(String from, String to) {
        return noPackages();
    }
}
