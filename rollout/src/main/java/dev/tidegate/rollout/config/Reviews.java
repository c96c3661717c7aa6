package dev.tidegate.rollout.config;

import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.review.Diff;
import dev.tidegate.rollout.review.Review;
import dev.tidegate.rollout.review.ReviewException;
import dev.tidegate.rollout.review.ReviewFeed;
import dev.tidegate.rollout.review.gerrit.GerritFeed;
import dev.tidegate.rollout.review.gerrit.GerritReview;
import dev.tidegate.rollout.review.git.GitReview;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * All configured repositories as one: each question goes to the one that it names, and is counted in
 * {@code tidegate.review.questions} by repository, question and outcome.
 */
public final class Reviews implements Review, Disposable {
    /** How often a review server is asked what has moved there. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    private final Map<String, Review> byName;
    private final MeterRegistry meters;
    private final List<Disposable> open = new ArrayList<>();
    private final List<ReviewFeed> feeds = new ArrayList<>();
    private final Map<String, Sinks.Many<String>> events = new TreeMap<>();

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
            Sinks.Many<String> events = Sinks.many().multicast().directBestEffort();
            reviews.events.put(one.server().name(), events);
            GerritFeed feed = new GerritFeed(one, events.asFlux(), LOOK, Schedulers.parallel(), meters);
            reviews.feeds.add(feed);
            reviews.open.add(feed);
        });
        return reviews;
    }

    /** The same over repositories that are made elsewhere, by name. */
    public static Reviews of(Map<String, Review> byName, MeterRegistry meters) {
        return new Reviews(byName, meters);
    }

    /** What moves at all review servers; never ends, and never fails. */
    public Flux<ReviewFeed.Moved> moved() {
        return Flux.merge(feeds.stream().map(ReviewFeed::moved).toList());
    }

    /** Takes an event as a review server tells it; what gets lost is found by the next look. False when none has this name. */
    public boolean heard(String server, String event) {
        Sinks.Many<String> told = events.get(server);
        if (told == null) {
            return false;
        }
        synchronized (told) {
            // who is not there to hear it looks by the clock
            Sinks.EmitResult unused = told.tryEmitNext(event);
        }
        return true;
    }

    @Override
    public Mono<Reviewed> look(Origin origin) {
        return ask(name(origin), "look", review -> review.look(origin));
    }

    @Override
    public Mono<Boolean> exists(String repository, String revision) {
        return ask(repository, "exists", review -> review.exists(repository, revision));
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
