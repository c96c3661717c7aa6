package dev.tidegate.health.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Where watches and what was decided about them are kept. Times of leases are the store's own, so that gateways whose
 * clocks differ agree.
 */
public interface WatchStore {
    /** Opens a watch and claims it at once; false when there is one of this id already. */
    Mono<Boolean> open(WatchSpec spec, String owner, Duration lease, long frames);

    /**
     * Claims open watches that nobody runs, or that this owner ran before it was restarted.
     *
     * @param running what the owner runs now
     * @param frames how many numbers of frames are set aside
     */
    Mono<List<Claimed>> claim(String owner, Duration lease, long frames, List<String> running, int atMost);

    /** Prolongs claims and sets numbers of frames aside; gives back those that are not the owner's any more. */
    Mono<List<Ended>> renew(List<Renewal> renewals, Duration lease);

    /** Keeps a decision; writing the same one again does nothing. Fails with {@link WatchLostException} when fenced. */
    Mono<Long> decided(Hold hold, Instant toldAt, Decision decision, String report);

    /** Closes a watch; false when there is no such open watch. */
    Mono<Boolean> close(String id, String tenant, String by, String reason, Instant at);

    /** Gives a watch up, so that somebody else need not wait for the lease to end. */
    Mono<Boolean> release(Hold hold, long seq);

    /** The right to run a watch. */
    record Hold(String id, long epoch) {}

    /**
     * A watch that was claimed.
     *
     * @param seq number of the last frame that may have been told
     * @param latest null when nothing was decided yet
     */
    record Claimed(WatchSpec spec, Hold hold, long seq, Decision.@Nullable Known latest) {}

    /** Prolonging: numbers of frames up to here may be used. */
    record Renewal(Hold hold, long reserved) {}

    /**
     * A claim that is over.
     *
     * @param closedBy null when another gateway runs it now
     */
    record Ended(
            Hold hold, @Nullable String closedBy, @Nullable String reason) {}
}
