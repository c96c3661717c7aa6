package dev.tidegate.rollout.change.flow;

import dev.tidegate.model.KnownFailures;
import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.review.Diff;
import dev.tidegate.rollout.review.NoRevisionException;
import dev.tidegate.rollout.review.Review;
import dev.tidegate.rollout.review.Review.Reviewed;
import dev.tidegate.rollout.review.ReviewException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/** Looks at reviews, within a bound. A review server that is down is something to tell, not a failure. */
final class Reviewing {
    private static final Logger LOG = LoggerFactory.getLogger(Reviewing.class);
    private static final KnownFailures UNFORESEEN = new KnownFailures();

    private final Review review;
    private final Duration within;
    private final Remembered<Origin, Looked> looked;

    Reviewing(Review review, ChangeSettings settings, InstantSource clock) {
        this.review = review;
        this.within = settings.askWithin();
        this.looked = new Remembered<>(settings.fresh(), clock);
    }

    /** @param problem why it is not known; empty when it is */
    record Looked(Optional<Reviewed> review, String problem) {}

    /** @param fresh whether what is known already will not do */
    Mono<Looked> look(Origin origin, boolean fresh) {
        return fresh ? looked.again(origin, this::ask) : looked.get(origin, this::ask);
    }

    private Mono<Looked> ask(Origin origin) {
        return review.look(origin)
                .timeout(within)
                .map(known -> new Looked(Optional.of(known), ""))
                .defaultIfEmpty(new Looked(Optional.empty(), "nothing is known of " + origin.revision()))
                .onErrorResume(failure -> Mono.just(new Looked(Optional.empty(), problem(failure))));
    }

    /** What a revision changes; refused when it is not known, or cannot be asked for now. */
    Mono<Diff> diff(Origin origin) {
        return review.diff(origin)
                .timeout(within)
                .onErrorMap(failure -> failure instanceof NoRevisionException
                        ? ChangeRefusedException.unknownRevision(problem(failure))
                        : ChangeRefusedException.away(problem(failure)));
    }

    private String problem(Throwable failure) {
        return switch (failure) {
            case ReviewException told -> String.valueOf(told.getMessage());
            case TimeoutException late -> "the review server did not answer within " + within.toSeconds() + " s";
            default -> {
                KnownFailures.Told told = UNFORESEEN.tell(failure);
                LOG.warn("a review could not be looked at: {}", told.words(), told.trace());
                yield "the review server could not be asked: " + failure;
            }
        };
    }
}
