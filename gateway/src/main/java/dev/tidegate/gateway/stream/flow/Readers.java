package dev.tidegate.gateway.stream.flow;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** How many read along: so many are let in, and counted until they leave. */
public final class Readers {
    private final int most;
    private final AtomicInteger there = new AtomicInteger();
    private final Counter refused;

    /**
     * @param most more are refused
     * @param gauge metric of how many there are
     * @param refusals metric of how many were refused
     */
    public Readers(int most, String gauge, String refusals, MeterRegistry meters) {
        this.most = most;
        meters.gauge(gauge, there);
        this.refused = meters.counter(refusals);
    }

    /** All that a new reader is told, from the beginning of its session to its end; empty when there are too many. */
    public <S> Mono<Flux<List<byte[]>>> admit(Supplier<S> session, Function<S, Flux<List<byte[]>>> told) {
        return Mono.fromCallable(() -> {
            if (there.get() >= most) {
                refused.increment();
                return null;
            }
            return Flux.using(
                    () -> {
                        there.incrementAndGet();
                        return session.get();
                    },
                    told,
                    gone -> there.decrementAndGet());
        });
    }
}
