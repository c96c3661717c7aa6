package dev.tidegate.rollout.config;

import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.review.Diff;
import dev.tidegate.rollout.review.Review;
import dev.tidegate.rollout.review.ReviewException;
import dev.tidegate.rollout.review.gerrit.GerritReview;
import dev.tidegate.rollout.review.git.GitReview;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * All configured repositories as one: each question goes to the one that it names, and is counted in
 * {@code tidegate.review.questions} by repository, question and outcome.
 */
public final class Reviews implements Review, Disposable {
    private final Map<String, Review> byName;
    private final MeterRegistry meters;
    private final List<Disposable> open = new ArrayList<>();

    private Reviews(Map<String, Review> byName, MeterRegistry meters) {
        this.byName = new TreeMap<>(byName);
        this.meters = meters;
    }

    /** @throws IllegalArgumentException when an address or a file cannot be used */
    public static Reviews of(ReviewSettings settings, MeterRegistry meters) {
        Reviews reviews = new Reviews(Map.of(), meters);
        settings.git().forEach(one -> {
            GitReview review = new GitReview(one, meters);
            reviews.byName.put(one.name(), review);
            reviews.open.add(review);
        });
        settings.gerrit().forEach(one -> {
            GerritReview review = new GerritReview(one, meters);
            reviews.byName.put(one.server().name(), review);
            reviews.open.add(review);
        });
        return reviews;
    }

    /** The same over repositories that are made elsewhere, by name. */
    public static Reviews of(Map<String, Review> byName, MeterRegistry meters) {
        return new Reviews(byName, meters);
    }

    @Override
    public Mono<Reviewed> look(Origin origin) {
        return ask(name(origin), "look", review -> review.look(origin));
    }

    @Override
    public Mono<Diff> diff(Origin origin) {
        return ask(name(origin), "diff", review -> review.diff(origin));
    }

    @Override
    public Mono<Reviewed> submit(Origin origin) {
        return ask(name(origin), "submit", review -> review.submit(origin));
    }

    @Override
    public Mono<Deployed> record(Origin origin, Deployment deployment) {
        return ask(name(origin), "record", review -> review.record(origin, deployment));
    }

    @Override
    public Mono<Deployment> deployed(String repository, String group) {
        return ask(repository, "deployed", review -> review.deployed(repository, group));
    }

    @Override
    public void dispose() {
        open.forEach(Disposable::dispose);
    }

    private static String name(Origin origin) {
        return switch (origin) {
            case Origin.Git git -> git.repository();
            case Origin.Gerrit gerrit -> gerrit.server();
        };
    }

    private <T> Mono<T> ask(String name, String question, Function<Review, Mono<T>> how) {
        return Mono.defer(() -> {
            Review review = byName.get(name);
            if (review == null) {
                return Mono.error(new ReviewException("no repository \"" + name + "\" is configured"
                        + (byName.isEmpty() ? "; none is" : "; there are: " + String.join(", ", byName.keySet()))));
            }
            Timer.Sample sample = Timer.start(meters);
            return how.apply(review)
                    .doOnSuccess(unused -> count(sample, name, question, "ok"))
                    .doOnError(unused -> count(sample, name, question, "failed"));
        });
    }

    private void count(Timer.Sample sample, String name, String question, String outcome) {
        sample.stop(Timer.builder("tidegate.review.questions")
                .description("questions to repositories and review servers, by how they ended")
                .tag("repository", name)
                .tag("question", question)
                .tag("outcome", outcome)
                .register(meters));
    }
}
