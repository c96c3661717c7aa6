package dev.tidegate.gateway.config;

import java.util.function.Supplier;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/**
 * Something that works in the background: begins before the doors open, ends after they are closed. Each configuration
 * gives its own; {@link Running} begins and ends them all.
 *
 * @param name for the log
 * @param begin returns at once
 * @param end finishes what is under way and gives the rest up
 */
record Worker(String name, Runnable begin, Supplier<Mono<Void>> end) {
    /** One that only reads, so that it can be ended at any moment. */
    static Worker reading(String name, Supplier<Disposable> begin) {
        Disposable.Swap reading = Disposables.swap();
        return new Worker(name, () -> reading.update(begin.get()), () -> Mono.fromRunnable(reading::dispose));
    }
}
