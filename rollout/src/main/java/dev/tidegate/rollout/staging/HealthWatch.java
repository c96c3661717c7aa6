package dev.tidegate.rollout.staging;

import dev.tidegate.health.judge.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import reactor.core.publisher.Mono;

/** Watches the health of staging machines. */
public interface HealthWatch {

    /**
     * Opens the run's watch; nothing to do when it is open already.
     *
     * @param until when it closes by itself
     * @return how long the policy wants to have seen them before it says anything
     */
    Mono<Duration> open(StagingRun run, String policy, Instant now, Instant until);

    /** The latest verdict. */
    Mono<Optional<Verdict>> verdict(StagingRun run);

    /** Closes it. */
    Mono<Boolean> close(StagingRun run, String reason);
}
