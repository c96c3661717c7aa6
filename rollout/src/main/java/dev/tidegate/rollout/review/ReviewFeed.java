package dev.tidegate.rollout.review;

import reactor.core.publisher.Flux;

/** Tells what moves at a review server, so that nobody has to wait for the next look to learn that review is void. */
public interface ReviewFeed {

    /** Changes whose newest revision or standing is another than before; never ends, and never fails. */
    Flux<Moved> moved();

    /**
     * A change as it is now.
     *
     * @param server name of a configured server
     * @param change its number
     * @param patchSet the newest
     * @param revision of the newest patch set
     */
    record Moved(String server, int change, int patchSet, String revision, Standing standing) {}

    /** Where a change stands. */
    enum Standing {
        OPEN,
        SUBMITTABLE,
        MERGED,
        ABANDONED
    }
}
