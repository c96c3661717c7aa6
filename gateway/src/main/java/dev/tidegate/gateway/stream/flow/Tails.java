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
 * thread, once for all that comes within {@link #pause}.
 *
 * <p>Each waking costs a write to the network by reader, however little there is to tell. So the more there are, the more
 * is gathered for them first: a storm told 200 times a second to 500 readers would keep a processor busy that alerts need,
 * and nobody sees the difference between 5 and 50 ms.
 */
public final class Tails {
    /** What a few readers wait at most for what comes. */
    static final Duration COALESCE = Duration.ofMillis(5);

    /** What very many wait. */
    static final Duration LONGEST = Duration.ofMillis(100);

    /** By how much each reader lengthens the wait of all. */
    static final Duration A_READER = Duration.ofNanos(100_000);

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
            Disposable unused =
                    scheduler.schedule(this::drain, pause(tails.size()).toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** How long what comes is gathered for so many. */
    static Duration pause(int readers) {
        Duration wanted = A_READER.multipliedBy(readers);
        return wanted.compareTo(COALESCE) < 0 ? COALESCE : wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
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
