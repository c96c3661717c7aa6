package dev.tidegate.rollout.review.git;

import dev.tidegate.rollout.review.ReviewException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/**
 * One repository, asked by one thread of its own: JGit blocks, and two fetches into one mirror get into each other's way.
 * A caller that hangs up gives up its own wait; what has begun runs to its end.
 */
final class GitStore implements Disposable {
    private static final Duration SECOND_TRY = Duration.ofMillis(20);
    private static final Duration LATER_TRIES = Duration.ofSeconds(2);

    /** What is done with the repository once it is up to date. */
    interface Step<T> {
        T run(Place place) throws IOException;
    }

    private final GitSettings settings;
    private final Scheduler lane;
    private final Place place;
    private final Counter races;

    /** @param refs what is mirrored, as Git writes it in a fetch; not asked for when the repository is local */
    GitStore(GitSettings settings, List<String> refs, MeterRegistry meters) {
        this.settings = settings;
        this.lane = Schedulers.newBoundedElastic(1, settings.limits().waiting(), "git-" + settings.name(), 60, true);
        this.place = Place.of(settings, refs);
        this.races = Counter.builder("tidegate.review.races")
                .description("notes and refs that somebody else wrote at the same time, so that they were tried again")
                .tag("repository", settings.name())
                .register(meters);
    }

    GitSettings settings() {
        return settings;
    }

    /**
     * Brings the mirror up to date and runs a step; once more when somebody else was quicker.
     *
     * @param more refs to fetch beside the configured ones
     */
    <T> Mono<T> ask(List<String> more, Step<T> step) {
        return Mono.<T>create(sink -> {
                    try {
                        lane.schedule(() -> {
                            try {
                                place.refresh(more);
                                sink.success(step.run(place));
                            } catch (IOException | RuntimeException failure) {
                                sink.error(failure);
                            }
                        });
                    } catch (RejectedExecutionException full) {
                        sink.error(new ReviewException(
                                "more than " + settings.limits().waiting() + " questions to repository "
                                        + settings.title() + " are waiting already",
                                full));
                    }
                })
                .retryWhen(Retry.backoff(settings.limits().tries() - 1L, SECOND_TRY)
                        .maxBackoff(LATER_TRIES)
                        .filter(RaceException.class::isInstance)
                        .doBeforeRetry(unused -> races.increment())
                        .onRetryExhaustedThrow((unused, last) -> last.failure()))
                .timeout(settings.limits().answer(), Mono.error(this::late))
                .onErrorMap(failure -> Sentences.of(settings, failure));
    }

    @Override
    public void dispose() {
        lane.dispose();
        place.close();
    }

    @Override
    public boolean isDisposed() {
        return lane.isDisposed();
    }

    private ReviewException late() {
        return new ReviewException("repository " + settings.title() + " did not answer within "
                + settings.limits().answer().toSeconds() + " s");
    }
}
