package dev.tidegate.rollout.config;

import dev.tidegate.rollout.change.PackageSnapshot;
import dev.tidegate.rollout.packages.Packages;
import dev.tidegate.rollout.packages.PackagesException;
import dev.tidegate.rollout.packages.aptly.AptlyPackages;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * What packages are published by, counted in {@code tidegate.packages.questions} by question and outcome. A fleet without
 * any says so when it is asked.
 */
public final class PackageSources implements Packages, Disposable {
    private final Optional<AptlyPackages> aptly;
    private final MeterRegistry meters;

    private PackageSources(Optional<AptlyPackages> aptly, MeterRegistry meters) {
        this.aptly = aptly;
        this.meters = meters;
    }

    /** @throws IllegalArgumentException when a file cannot be used */
    public static PackageSources of(PackageSettings settings, MeterRegistry meters) {
        return new PackageSources(settings.aptly().map(found -> new AptlyPackages(found, meters)), meters);
    }

    @Override
    public Mono<PackageSnapshot> published(String prefix, String distribution, String component) {
        return ask("published", source -> source.published(prefix, distribution, component));
    }

    @Override
    public Mono<Boolean> exists(String snapshot) {
        return ask("exists", source -> source.exists(snapshot));
    }

    @Override
    public Mono<Switched> switchTo(PackageSnapshot to) {
        return ask("switch", source -> source.switchTo(to));
    }

    @Override
    public Mono<List<Difference>> difference(String from, String to) {
        return ask("difference", source -> source.difference(from, to));
    }

    @Override
    public void dispose() {
        aptly.ifPresent(Disposable::dispose);
    }

    private <T> Mono<T> ask(String question, Function<Packages, Mono<T>> how) {
        return Mono.defer(() -> {
            Timer.Sample sample = Timer.start(meters);
            return aptly.map(how)
                    .orElseGet(() -> Mono.error(new PackagesException(
                            "no package repository is configured; the fleet file's packages name one")))
                    .doOnSuccess(unused -> count(sample, question, "ok"))
                    .doOnError(unused -> count(sample, question, "failed"));
        });
    }

    private void count(Timer.Sample sample, String question, String outcome) {
        sample.stop(Timer.builder("tidegate.packages.questions")
                .description("questions to package repositories, by how they ended")
                .tag("question", question)
                .tag("outcome", outcome)
                .register(meters));
    }
}
