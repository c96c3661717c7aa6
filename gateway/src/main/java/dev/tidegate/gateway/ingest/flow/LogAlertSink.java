package dev.tidegate.gateway.ingest.flow;

import dev.tidegate.gateway.ingest.AlertSink;
import dev.tidegate.gateway.ingest.InFlightBudget;
import dev.tidegate.gateway.ingest.Intake;
import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.ingest.RefusedException;
import dev.tidegate.gateway.ingest.ScopedRecord;
import dev.tidegate.gateway.ingest.Stalls;
import dev.tidegate.model.KnownFailures;
import dev.tidegate.model.log.EventLog;
import dev.tidegate.model.log.EventLog.Appended;
import dev.tidegate.model.log.LogUnavailableException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Appends each record to the partition of its scope. The sender waits until all are durable, or for a bounded time; the
 * memory is held until the log has really let go of the records, so that a slow log fills the budget and not the heap. Once
 * a sender has waited in vain the next are sent away at once, until the log confirms something; see {@link Stalls}.
 */
public final class LogAlertSink implements AlertSink {
    private static final Logger LOG = LoggerFactory.getLogger(LogAlertSink.class);
    private static final KnownFailures UNFORESEEN = new KnownFailures();

    private static final Duration FIND_OUT = Duration.ofSeconds(1);

    private final EventLog log;
    private final Duration wait;
    private final Stalls stalls;

    public LogAlertSink(EventLog log, Duration wait) {
        this.log = log;
        this.wait = wait;
        this.stalls = new Stalls(log.partitions(), FIND_OUT);
    }

    @Override
    public Mono<Integer> accept(Intake intake, InFlightBudget.Hold memory) {
        return Mono.defer(() -> hangs(intake) ? sentAway(memory) : appended(intake, memory))
                .onErrorMap(this::refusal);
    }

    private boolean hangs(Intake intake) {
        int[] partitions =
                intake.records().stream().mapToInt(this::partition).distinct().toArray();
        return !stalls.admits(partitions, System.nanoTime());
    }

    private static Mono<Integer> sentAway(InFlightBudget.Hold memory) {
        memory.close();
        return Mono.error(new LogUnavailableException("the log confirms nothing at the moment"));
    }

    private Mono<Integer> appended(Intake intake, InFlightBudget.Hold memory) {
        Set<ScopedRecord> unconfirmed = ConcurrentHashMap.newKeySet();
        unconfirmed.addAll(intake.records());
        Mono<Integer> appended = Flux.fromIterable(intake.records())
                // subscribed to all at once and in order: the log batches what comes together
                .flatMapDelayError(
                        record -> append(record).doOnNext(unused -> unconfirmed.remove(record)),
                        Math.max(1, intake.records().size()),
                        1)
                .then(Mono.fromSupplier(intake::alerts))
                .doFinally(signal -> memory.close())
                // keeps what the log does apart from who waits for it: a hang-up or a timeout cancels the wait alone
                .cache();
        // not timeout(): for its message it works out the name of the whole chain, for each request
        return Mono.firstWithSignal(appended, Mono.delay(wait).flatMap(over -> Mono.error(notInTime(unconfirmed))));
    }

    private Mono<Appended> append(ScopedRecord record) {
        return log.append(partition(record), record.record()).doOnNext(unused -> stalls.confirmed(partition(record)));
    }

    private int partition(ScopedRecord record) {
        return record.scope().partition(log.partitions());
    }

    private Throwable notInTime(Set<ScopedRecord> unconfirmed) {
        long now = System.nanoTime();
        unconfirmed.forEach(record -> stalls.timedOut(partition(record), now));
        return new LogUnavailableException("the log did not confirm within " + wait.toMillis() + " ms");
    }

    private Throwable refusal(Throwable failure) {
        if (!(failure instanceof LogUnavailableException)) {
            KnownFailures.Told told = UNFORESEEN.tell(failure);
            LOG.warn("an append failed in a way that the log does not announce: {}", told.words(), told.trace());
        }
        return new RefusedException(
                RefusalReason.LOG_UNAVAILABLE, "the alerts could not be stored: " + failure.getMessage());
    }
}
