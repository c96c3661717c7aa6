package dev.tidegate.correlator.flow;

import dev.tidegate.model.log.EventLog;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/**
 * Brings time to a quiet shard: when something is due and no record comes, it appends one whose only content is its
 * time. At most one a second, and none while the one before has not come back, so that a stuck shard is not buried in
 * ticks.
 */
final class Ticker {
    private static final Logger log = LoggerFactory.getLogger(Ticker.class);
    static final Duration AT_MOST_EVERY = Duration.ofSeconds(1);
    private static final long NONE = -1;
    private static final long ON_ITS_WAY = Long.MAX_VALUE;

    private final Supplier<Mono<EventLog.Appended>> append;
    private Instant last = Instant.EPOCH;
    private Instant quietSince = Instant.MAX;
    private long seen = NONE;
    private long outstanding = NONE;

    Ticker(Supplier<Mono<EventLog.Appended>> append) {
        this.append = append;
    }

    /**
     * Appends a tick when it is time for one: when our clock has reached what is due, or, should ours be behind the log's,
     * when as much time has passed here since the last record as there was left then.
     *
     * @param due when something is due, by the log's clock; null when nothing is
     * @param shard the shard's time, that of its latest record
     * @param nextOffset where the shard will read on
     */
    Mono<EventLog.Appended> tick(Instant now, @Nullable Instant due, Instant shard, long nextOffset) {
        return take(now, due, shard, nextOffset)
                ? append.get().doOnNext(this::appended).onErrorResume(this::failed)
                : Mono.empty();
    }

    private synchronized boolean take(Instant now, @Nullable Instant due, Instant shard, long nextOffset) {
        if (seen != nextOffset) {
            seen = nextOffset;
            quietSince = now;
        }
        boolean free = outstanding == NONE || outstanding < nextOffset;
        boolean time =
                due != null && (!now.isBefore(due) || !now.isBefore(quietSince.plus(Duration.between(shard, due))));
        if (!time || !free || now.isBefore(last.plus(AT_MOST_EVERY))) {
            return false;
        }
        last = now;
        outstanding = ON_ITS_WAY;
        return true;
    }

    private synchronized void appended(EventLog.Appended where) {
        outstanding = where.offset();
    }

    private Mono<EventLog.Appended> failed(Throwable failure) {
        log.warn("a tick could not be appended, and is tried again: {}", failure.toString());
        synchronized (this) {
            outstanding = NONE;
        }
        return Mono.empty();
    }
}
