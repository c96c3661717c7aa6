package dev.tidegate.gateway.door;

import dev.tidegate.rollout.change.Origin;
import dev.tidegate.rollout.review.Diff;
import dev.tidegate.rollout.review.NoRevisionException;
import dev.tidegate.rollout.review.Review;
import dev.tidegate.rollout.review.ReviewException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Everything is reviewed, and was deployed before. */
record Agreed() implements Review {
    @Override
    public Mono<Reviewed> look(Origin origin) {
        return Mono.just(
                new Reviewed(true, "rob agreed", true, "ann", List.of("rob"), "Raise", Instant.EPOCH, List.of()));
    }

    @Override
    public Mono<Boolean> exists(String repository, String revision) {
        return Mono.just(true);
    }

    @Override
    public Mono<Diff> diff(Origin origin) {
        return switch (origin.revision().charAt(0)) {
            case 'd' -> Mono.error(new NoRevisionException("infra has no commit " + origin.revision()));
            case 'e' -> Mono.error(new ReviewException("infra cannot be reached: connection refused"));
            default ->
                Mono.just(new Diff(
                        Optional.of("b".repeat(40)),
                        origin.revision(),
                        List.of(new Diff.ChangedFile(
                                "nova/compute.sls",
                                Optional.empty(),
                                Diff.Kind.CHANGED,
                                false,
                                1,
                                1,
                                List.of(new Diff.Hunk(1, 1, List.of("-limit: 1", "+limit: 2"))),
                                false)),
                        0));
        };
    }

    @Override
    public Mono<Reviewed> submit(Origin origin) {
        return Mono.error(new ReviewException("nothing is submitted here"));
    }

    @Override
    public Mono<Deployed> record(Origin origin, Deployment deployment) {
        return Mono.just(new Deployed("note"));
    }

    @Override
    public Mono<Deployment> deployed(String repository, String group) {
        return Mono.just(new Deployment(group, "b".repeat(40), Optional.empty(), "r0", List.of(), Instant.EPOCH));
    }
}
