package dev.tidegate.gateway.read;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * Lets a read wait until the shards have applied what this gateway has acknowledged, so that who writes and then reads
 * finds what was written. The wait is bounded: when the shards are behind, an older answer is better than none.
 */
public final class ReadBarrier {
    public static final Duration BOUND = Duration.ofMillis(250);

    private final Supplier<List<Long>> acknowledged;
    private final AppliedOffsets applied;
    private final Duration bound;

    /**
     * Waits until records are applied.
     *
     * <p>Takes by partition the offset that must be applied, or -1, and a bound; tells whether all were within it.
     */
    @FunctionalInterface
    public interface AppliedOffsets {
        Mono<Boolean> awaitApplied(List<Long> offsets, Duration bound);
    }

    /** @param acknowledged by partition, the highest offset confirmed to this gateway, or -1 */
    public ReadBarrier(Supplier<List<Long>> acknowledged, AppliedOffsets applied, Duration bound) {
        this.acknowledged = acknowledged;
        this.applied = applied;
        this.bound = bound;
    }

    public static ReadBarrier none() {
        return new ReadBarrier(List::of, (offsets, bound) -> Mono.just(true), Duration.ZERO);
    }

    /** True when the read that follows sees every acknowledged write; false when the bound passed first. */
    public Mono<Boolean> passed() {
        return Mono.defer(() -> {
            List<Long> offsets = acknowledged.get();
            boolean nothing = offsets.stream().allMatch(offset -> offset < 0);
            return nothing ? Mono.just(true) : applied.awaitApplied(offsets, bound);
        });
    }
}
