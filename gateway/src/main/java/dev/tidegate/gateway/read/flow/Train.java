package dev.tidegate.gateway.read.flow;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Asks once for all who ask at about the same time, so that hundreds of open pages cost the database what a few do.
 *
 * <p>Trains leave when somebody has boarded, and no sooner than a pause after those before: a lone caller never waits, and
 * among many nobody waits for longer than the pause and one reading. When one is full another is put beside it, that leaves
 * when it does. A reading begins after each of its riders came, so
 * nobody is told less than what was true when they asked.
 *
 * @param <K> what is asked for
 * @param <V> what is told about it
 */
public final class Train<K, V> {
    /** Things asked for in one reading; who comes with more than fit takes another, that leaves at the same time. */
    static final int SEATS = 500;

    private final Duration pause;
    private final Scheduler scheduler;
    private final Function<Set<K>, Mono<Map<K, V>>> read;
    private @Nullable Departure boarding;
    private long earliest = Long.MIN_VALUE;

    /** @param read answers all at once; what it leaves out is not told to anybody */
    public Train(Duration pause, Scheduler scheduler, Function<Set<K>, Mono<Map<K, V>>> read) {
        this.pause = pause;
        this.scheduler = scheduler;
        this.read = read;
    }

    /** What is asked for, and perhaps more. */
    public Mono<Map<K, V>> ride(Set<K> asked) {
        return Mono.defer(() -> board(asked));
    }

    private synchronized Mono<Map<K, V>> board(Set<K> asked) {
        Departure now = boarding;
        if (now == null) {
            long leaves = Math.max(scheduler.now(TimeUnit.NANOSECONDS), earliest);
            earliest = leaves + pause.toNanos();
            now = departure(leaves);
        } else if (now.asked.size() + asked.size() > SEATS) {
            now = departure(now.leaves);
        }
        now.asked.addAll(asked);
        return now.told;
    }

    private Departure departure(long leaves) {
        Duration wait = Duration.ofNanos(Math.max(0, leaves - scheduler.now(TimeUnit.NANOSECONDS)));
        Departure departure = new Departure(leaves, wait);
        boarding = departure;
        return departure;
    }

    private synchronized Set<K> leave(Departure departure) {
        if (boarding == departure) {
            boarding = null;
        }
        return Set.copyOf(departure.asked);
    }

    private final class Departure {
        private final Set<K> asked = new LinkedHashSet<>();
        private final long leaves;
        private final Mono<Map<K, V>> told;

        Departure(long leaves, Duration wait) {
            this.leaves = leaves;
            Mono<Map<K, V>> reading = Mono.defer(() -> read.apply(leave(this)));
            told = (wait.isZero() ? reading : Mono.delay(wait, scheduler).then(reading)).cache();
        }
    }
}
