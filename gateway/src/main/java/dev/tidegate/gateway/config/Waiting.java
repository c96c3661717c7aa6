package dev.tidegate.gateway.config;

import java.util.concurrent.CompletionException;
import reactor.core.publisher.Mono;

/** Waiting for what a start cannot do without. Only the main thread does this, and nobody is served by it yet. */
final class Waiting {
    private Waiting() {}

    /** What it gives; its failure as it is. */
    static <T> T until(Mono<T> done) {
        try {
            return done.toFuture().join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failure;
        }
    }
}
