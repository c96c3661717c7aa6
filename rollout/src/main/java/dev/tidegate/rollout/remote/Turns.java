package dev.tidegate.rollout.remote;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Lets work for the same key run one after the other, in the order it was asked for; work for other keys runs beside it.
 *
 * <p>Once asked for, work runs to its end: a caller that hangs up gives up its own wait, and never cuts a step that others
 * rely on. Work must therefore have a time-out of its own.
 */
public final class Turns {
    private final int most;
    private final Function<String, RuntimeException> full;
    private final Map<String, Line> lines = new HashMap<>();

    /**
     * @param most how much may run and wait for one key
     * @param full says that a key has that much already
     */
    public Turns(int most, Function<String, RuntimeException> full) {
        this.most = most;
        this.full = full;
    }

    /** What the work brings, when its turn has come; fails at once when too much is waiting. */
    public <T> Mono<T> take(String key, Mono<T> work) {
        return Mono.fromFuture(() -> enqueue(key, work), true);
    }

    /** How much runs and waits, for all keys. */
    public synchronized int size() {
        return lines.values().stream().mapToInt(line -> line.length).sum();
    }

    private synchronized <T> CompletableFuture<T> enqueue(String key, Mono<T> work) {
        Line line = lines.computeIfAbsent(key, unused -> new Line());
        if (line.length >= most) {
            return CompletableFuture.failedFuture(full.apply(key));
        }
        line.length++;
        CompletableFuture<T> done = line.tail.thenCompose(unused -> work.toFuture());
        // the next turn comes after this one has left, however it ended
        line.tail = done.handle((unused, failure) -> {
            leave(key);
            return null;
        });
        return done;
    }

    private synchronized void leave(String key) {
        Line line = lines.get(key);
        if (line != null && --line.length == 0) {
            lines.remove(key);
        }
    }

    private static final class Line {
        private int length;
        private CompletableFuture<@Nullable Void> tail = CompletableFuture.completedFuture(null);
    }
}
