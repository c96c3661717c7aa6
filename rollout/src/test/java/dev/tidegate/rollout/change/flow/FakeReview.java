package dev.tidegate.rollout.change.flow;

import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.review.Diff;
import dev.tidegate.rollout.review.Review;
import dev.tidegate.rollout.review.ReviewException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** A review server that says what it is told to say. */
public final class FakeReview implements Review {
    public volatile boolean approved = true;
    public volatile boolean down;
    public volatile boolean silent;
    public volatile Optional<String> former = Optional.of(Examples.OLD);

    @Override
    public Mono<Reviewed> look(Origin origin) {
        if (silent) {
            return Mono.never();
        }
        if (down) {
            return Mono.error(new ReviewException("infra cannot be read: connection refused"));
        }
        return Mono.just(new Reviewed(
                approved,
                approved ? "rob agreed" : "nobody has agreed to it",
                true,
                "ann",
                approved ? List.of("rob") : List.of(),
                "Raise the limit",
                Instant.EPOCH,
                List.of(new TouchedFile("nova/compute.sls", 3, 1))));
    }

    @Override
    public Mono<Boolean> exists(String repository, String revision) {
        return Mono.just(true);
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
        return Mono.just(new Deployed("note"));
    }

    @Override
    public Mono<Deployment> deployed(String repository, String group) {
        return Mono.justOrEmpty(former)
                .map(revision -> new Deployment(group, revision, Optional.empty(), "r1", List.of(), Instant.EPOCH));
    }
}
