package dev.tidegate.rollout.change.flow;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** Answers of others, for a while: many readers of one change ask its review server once. Answers must not be failures. */
final class Remembered<K, V> {
    private static final int MOST = 1_000;

    private final Map<K, Answer<V>> answers = new ConcurrentHashMap<>();
    private final Duration fresh;
    private final InstantSource clock;

    Remembered(Duration fresh, InstantSource clock) {
        this.fresh = fresh;
        this.clock = clock;
    }

    private record Answer<V>(Mono<V> value, Instant until) {}

    /** The answer that is known, or a new one. */
    Mono<V> get(K key, Function<K, Mono<V>> ask) {
        return Mono.defer(() -> {
            Instant now = clock.instant();
            if (answers.size() >= MOST) {
                answers.values().removeIf(answer -> answer.until().isBefore(now));
            }
            if (answers.size() >= MOST) {
                answers.clear();
            }
            return answers.compute(
                            key,
                            (same, before) -> before != null && before.until().isAfter(now)
                                    ? before
                                    : new Answer<>(ask.apply(key).cache(), now.plus(fresh)))
                    .value();
        });
    }

    /** A new answer, which is then the one that is known. */
    Mono<V> again(K key, Function<K, Mono<V>> ask) {
        return Mono.defer(() -> {
            answers.remove(key);
            return get(key, ask);
        });
    }
}
