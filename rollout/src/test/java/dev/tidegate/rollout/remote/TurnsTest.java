package dev.tidegate.rollout.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class TurnsTest {
    private final Turns turns = new Turns(2, key -> new IllegalStateException("too much for " + key));

    @Test
    void workForOneKeyWaitsAndForAnotherDoesNot() {
        Sinks.One<String> first = Sinks.one();
        List<String> begun = new ArrayList<>();
        CompletableFuture<@Nullable String> one =
                turns.take("a", begin(begun, "1", first)).toFuture();
        CompletableFuture<@Nullable String> two =
                turns.take("a", begin(begun, "2", Sinks.one())).toFuture();
        CompletableFuture<@Nullable String> other =
                turns.take("b", Mono.just("3").doOnNext(begun::add)).toFuture();
        assertThat(begun).containsExactly("1", "3");
        assertThat(other).isCompletedWithValue("3");
        first.tryEmitValue("done");
        assertThat(one).isCompletedWithValue("done");
        assertThat(begun).containsExactly("1", "3", "2");
        assertThat(two).isNotDone();
    }

    @Test
    void aFailureLetsTheNextOneIn() {
        Await.failure(turns.take("a", Mono.error(new IllegalStateException("broken"))))
                .hasMessageContaining("broken");
        assertThat(Await.value(turns.take("a", Mono.just("next")))).isEqualTo("next");
        assertThat(turns.size()).isZero();
    }

    @Test
    void tooMuchIsRefusedAtOnce() {
        for (int i = 0; i < 2; i++) {
            assertThat(turns.take("a", Mono.never()).toFuture()).isNotDone();
        }
        Await.failure(turns.take("a", Mono.just(1))).hasMessage("too much for a");
    }

    @Test
    void whoHangsUpDoesNotCutTheStep() {
        Sinks.One<String> step = Sinks.one();
        List<String> done = new ArrayList<>();
        Disposable caller = turns.take("a", step.asMono().doOnNext(done::add)).subscribe();
        caller.dispose();
        CompletableFuture<@Nullable String> next =
                turns.take("a", Mono.just("next").doOnNext(done::add)).toFuture();
        assertThat(next).isNotDone();
        step.tryEmitValue("step");
        assertThat(next).succeedsWithin(Duration.ofSeconds(1));
        assertThat(done).containsExactly("step", "next");
    }

    private static Mono<String> begin(List<String> begun, String name, Sinks.One<String> end) {
        return Mono.defer(() -> {
            begun.add(name);
            return end.asMono();
        });
    }
}
