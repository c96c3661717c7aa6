package dev.tidegate.correlator.image;

import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Mono;

/** Which correlators are alive and who holds what, by the database's clock. */
public interface Leases {
    /**
     * Says that a correlator is alive; gives back how things stand.
     *
     * @param ttl who has not said so for this long is not counted as alive
     */
    Mono<Standing> beat(String node, Duration ttl);

    /** Prolongs claims; gives back those that are still the newest of their partition. */
    Mono<List<ShardStore.Claim>> renew(List<ShardStore.Claim> claims, Duration lease);

    /** Gives a partition up, so that somebody else need not wait for the lease to end. False when it was lost before. */
    Mono<Boolean> release(ShardStore.Claim claim);

    /** A correlator goes: it is no longer counted. */
    Mono<Boolean> leave(String node);

    /**
     * How things stand.
     *
     * @param alive names of living correlators, sorted
     * @param held partitions whose lease is running
     */
    record Standing(List<String> alive, List<Holding> held) {
        public Standing {
            alive = List.copyOf(alive);
            held = List.copyOf(held);
        }
    }

    /** Who holds a partition. */
    record Holding(int partition, String owner) {}
}
