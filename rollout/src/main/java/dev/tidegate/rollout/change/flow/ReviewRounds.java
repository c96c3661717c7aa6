package dev.tidegate.rollout.change.flow;

import dev.tidegate.rollout.change.Approvals;
import dev.tidegate.rollout.change.Change;
import dev.tidegate.rollout.change.ChangeBook;
import dev.tidegate.rollout.change.Kept;
import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.change.json.ChangeAudit;
import dev.tidegate.rollout.review.ReviewFeed.Moved;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Follows what moves at review servers. A patch set that takes the place of the one that people were shown voids what they
 * answered: the change is refused, by Tidegate itself, until somebody writes a revision of it with the new one. Several
 * processes may hear the same; the first to write counts. What could not be written is made good when it moves again, and
 * before a rollout begins the review is asked in any case.
 */
public final class ReviewRounds {
    private static final Logger LOG = LoggerFactory.getLogger(ReviewRounds.class);
    private static final int AT_MOST = 50;

    private final ChangeBook book;
    private final Flux<Moved> moved;
    private final InstantSource clock;
    private final MeterRegistry meters;
    private final Disposable.Swap following = Disposables.swap();

    public ReviewRounds(ChangeBook book, Flux<Moved> moved, InstantSource clock, MeterRegistry meters) {
        this.book = book;
        this.moved = moved;
        this.clock = clock;
        this.meters = meters;
    }

    /** Begins to follow; ended by {@link #close()}. */
    public void start() {
        following.update(moved.concatMap(this::heard, 1)
                .subscribe(
                        voided -> LOG.debug("{} changes are void", voided),
                        failure -> LOG.error("what moves at review servers is not followed any more", failure)));
    }

    public void close() {
        following.dispose();
    }

    /** How many changes were voided. */
    Mono<Long> heard(Moved news) {
        return book.ofReview(news.server(), news.change(), AT_MOST)
                .flatMapIterable(found -> found)
                .concatMap(kept -> superseded(kept, news))
                .filter(done -> done)
                .count()
                .onErrorResume(failure -> {
                    meters.counter("tidegate.changes.superseded.failures").increment();
                    LOG.warn(
                            "what moved at change {} of {} could not be written down: {}",
                            news.change(),
                            news.server(),
                            failure.toString());
                    return Mono.just(0L);
                });
    }

    private Mono<Boolean> superseded(Kept kept, Moved news) {
        Change read = kept.change();
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        if (!(read.content().origin() instanceof Origin.Gerrit shown) || shown.patchSet() > news.patchSet()) {
            return Mono.just(false);
        }
        String words = "patch set " + news.patchSet() + " (" + news.revision() + ") has taken the place of patch set "
                + shown.patchSet() + " at " + news.server() + "; write a revision of this change with it";
        return Mono.justOrEmpty(Approvals.superseded(read, news.revision(), words, now))
                .flatMap(refused -> book.replace(
                        read,
                        refused,
                        ChangeAudit.answered(read, refused.approvals().getLast(), List.of())))
                .doOnNext(written -> {
                    if (written) {
                        meters.counter("tidegate.changes.superseded").increment();
                        LOG.info("change {} is void: {}", read.id(), words);
                    }
                })
                .defaultIfEmpty(false);
    }
}
