package dev.tidegate.gateway.stream.flow;

import dev.tidegate.gateway.stream.RingReader;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;

/**
 * Those who read a ring as it grows. Whoever writes the ring wakes them and does not wait: they help themselves on another
 * thread, once for all that comes within {@link #COALESCE}.
 */
public final class Tails {
    static final Duration COALESCE = Duration.ofMillis(5);

    private final Scheduler scheduler;
    private final Set<Tail> tails = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean waking = new AtomicBoolean();

    public Tails(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** What a reader has not had yet, and then all that comes; completes when the ring has gone on without it. */
    public Flux<List<byte[]>> follow(RingReader reader) {
        return Tail.of(reader, tails);
    }

    /** The ring has grown; from any thread, at once. */
    public void wake() {
        if (waking.compareAndSet(false, true)) {
            Disposable unused = scheduler.schedule(this::drain, COALESCE.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void drain() {
        waking.set(false);
        tails.forEach(Tail::drain);
    }

    /** The next quiet moment is worth a heartbeat. */
    public void beat() {
        tails.forEach(Tail::beat);
    }

    public boolean isEmpty() {
        return tails.isEmpty();
    }
}
