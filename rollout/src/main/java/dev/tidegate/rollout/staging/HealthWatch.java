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
     * @return what the policy wants to have seen before it says anything
     */
    Mono<Wanted> open(StagingRun run, String policy, Instant now, Instant until);

    /**
     * What a verdict takes.
     *
     * @param exposure how long the machines are watched at least
     * @param before how long a past of the same machines they are compared with; zero for none
     */
    record Wanted(Duration exposure, Duration before) {}

    /** The latest verdict. */
    Mono<Optional<Verdict>> verdict(StagingRun run);

    /** Closes it. */
    Mono<Boolean> close(StagingRun run, String reason);
}
