package dev.tidegate.rollout.flow;

import dev.tidegate.rollout.engine.RolloutStore;
import java.lang.reflect.Proxy;
import java.util.Objects;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * A process that may die at any step: before or after something is written, sent or asked. From then on nothing that it calls
 * is done, and nothing answers it.
 */
final class Mortal {
    private final BooleanSupplier dies;
    private volatile boolean dead;
    private volatile Sinks.@Nullable Empty<Object> paused;

    Mortal(BooleanSupplier dies) {
        this.dies = dies;
    }

    /** One that dies at each step with a probability. */
    static Mortal sometimes(Random random, double probability) {
        return new Mortal(() -> random.nextDouble() < probability);
    }

    static Mortal immortal() {
        return new Mortal(() -> false);
    }

    boolean isDead() {
        return dead;
    }

    /** It is cut off from the store: what it asks of it waits, and is done when it can. */
    void pause() {
        paused = Sinks.empty();
    }

    void goOn() {
        Sinks.Empty<Object> was = paused;
        paused = null;
        if (was != null) {
            Sinks.EmitResult unused = was.tryEmitEmpty();
        }
    }

    private <T> Mono<T> awake(boolean waits) {
        return Mono.defer(() -> {
            Sinks.Empty<Object> now = paused;
            return now == null || !waits ? Mono.<T>empty() : now.asMono().then(Mono.<T>empty());
        });
    }

    void kill() {
        dead = true;
    }

    private boolean gone() {
        dead |= dies.getAsBoolean();
        return dead;
    }

    <T> Mono<T> step(Supplier<Mono<T>> work, boolean waits) {
        return this.<T>awake(waits)
                .switchIfEmpty(Mono.defer(() -> gone()
                        ? Mono.<T>never()
                        : work.get()
                                .flatMap(done -> gone()
                                        ? Mono.<T>never()
                                        : this.<T>awake(waits).thenReturn(done))));
    }

    <T> Flux<T> steps(Supplier<? extends Publisher<T>> work) {
        return Flux.defer(
                () -> gone() ? Flux.<T>never() : Flux.<T>from(work.get()).filter(one -> !dead));
    }

    /** A proxy of a port: every call is a step. */
    <P> P of(Class<P> port, P real) {
        Object proxy =
                Proxy.newProxyInstance(port.getClassLoader(), new Class<?>[] {port}, (self, method, arguments) -> {
                    if (method.getReturnType() == Flux.class) {
                        return steps(() -> publisher(() -> method.invoke(real, arguments)));
                    }
                    return step(
                            () -> Mono.from(publisher(() -> method.invoke(real, arguments))),
                            port == RolloutStore.class);
                });
        return port.cast(proxy);
    }

    private interface Call {
        @Nullable
        Object make() throws ReflectiveOperationException;
    }

    private static Publisher<Object> publisher(Call call) {
        try {
            return Flux.from((Publisher<?>) Objects.requireNonNull(call.make())).cast(Object.class);
        } catch (ReflectiveOperationException e) {
            return Flux.error(e);
        }
    }
}
