package dev.tidegate.rollout.staging;

import dev.tidegate.rollout.audit.AuditEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import reactor.core.publisher.Mono;

/**
 * Where runs and their evidence are kept. A run is driven by one process, by a lease and an epoch of the store's; writes
 * of a former owner fail with {@link StagingLostException}.
 */
public interface StagingStore {

    /** Keeps a new run; false when one of this change runs already. */
    Mono<Boolean> start(StagingRun run, AuditEntry audit);

    /** Claims runs that nobody drives. */
    Mono<List<Claimed>> claim(String owner, Duration lease, List<String> driven, int atMost);

    /** Prolongs; false when it is somebody else's by now. */
    Mono<Boolean> renew(Hold hold, Duration lease);

    /** The dispatch to a target that was intended, and its job as far as it is known. Empty before the intent. */
    Mono<Optional<Job>> job(Hold hold, String target);

    /** Writes down what is about to be sent, before it is sent; or the job that came of it. */
    Mono<Job> dispatch(Hold hold, Job job);

    /** The evidence of a step that is done; empty when it is not. */
    Mono<List<Finding>> step(Hold hold, String step);

    /** Keeps the evidence of a step. */
    Mono<List<Finding>> keep(Hold hold, String step, List<Finding> findings);

    /** What it does now, for whoever looks; false when it is somebody else's by now, or has ended. */
    Mono<Boolean> says(Hold hold, String words);

    /** Its health is watched, at least until then. */
    Mono<Instant> soaks(Hold hold, Instant until);

    /** It has ended. */
    Mono<Boolean> end(Hold hold, StagingRun.State state, String reason, Instant at, AuditEntry audit);

    /** Gives it up, so that somebody else need not wait. */
    Mono<Boolean> release(Hold hold);

    /** The newest run of a revision. */
    Mono<Optional<StagingRun>> newest(String change, int revision);

    /** Its evidence, oldest first. */
    Mono<List<Finding>> evidence(String run, int atMost);

    /** The right to drive a run. */
    record Hold(String run, long epoch) {}

    /** A run that was claimed. */
    record Claimed(StagingRun run, Hold hold) {}

    /**
     * A dispatch.
     *
     * @param name under which the target knows it; empty when that is not known yet
     */
    record Job(String target, String order, String name) {}
}
