package dev.tidegate.rollout.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.Assertions;
import reactor.core.publisher.Mono;

/** Where a test waits for an answer. */
public final class Await {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Await() {}

    public static <T> T value(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(PATIENCE));
    }

    public static void nothing(Mono<?> mono) {
        assertThat(mono.hasElement().block(PATIENCE)).isFalse();
    }

    public static AbstractThrowableAssert<?, ? extends Throwable> failure(Mono<?> mono) {
        return Assertions.assertThatThrownBy(() -> mono.block(PATIENCE));
    }

    /** Asks until the answer is one that is waited for. */
    public static <T> T until(Mono<T> question, Predicate<T> wanted) {
        return value(Mono.defer(() -> question)
                .filter(wanted)
                .repeatWhenEmpty(tries -> tries.delayElements(Duration.ofMillis(50))));
    }
}
