package dev.tidegate.gateway.ingest.flow;

import dev.tidegate.gateway.ingest.AlertSink;
import dev.tidegate.gateway.ingest.InFlightBudget;
import dev.tidegate.gateway.ingest.Intake;
import dev.tidegate.gateway.ingest.RefusalReason;
import dev.tidegate.gateway.ingest.RefusedException;
import dev.tidegate.gateway.ingest.ScopedRecord;
import dev.tidegate.model.log.EventLog;
import dev.tidegate.model.log.EventLog.Appended;
import dev.tidegate.model.log.LogUnavailableException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Appends each record to the partition of its scope. The sender waits until all are durable, or for a bounded time; the
 * memory is held until the log has really let go of the records, so that a slow log fills the budget and not the heap.
 */
public final class LogAlertSink implements AlertSink {
    private static final Logger LOG = LoggerFactory.getLogger(LogAlertSink.class);

    private final EventLog log;
    private final Duration wait;

    public LogAlertSink(EventLog log, Duration wait) {
        this.log = log;
        this.wait = wait;
    }

    @Override
    public Mono<Integer> accept(Intake intake, InFlightBudget.Hold memory) {
        Mono<Integer> appended = Flux.fromIterable(intake.records())
                // subscribed to all at once and in order: the log batches what comes together
                .flatMapDelayError(this::append, Math.max(1, intake.records().size()), 1)
                .then(Mono.fromSupplier(intake::alerts))
                .doFinally(signal -> memory.close())
                // keeps what the log does apart from who waits for it: a hang-up or a timeout cancels the wait alone
                .cache();
        // not timeout(): for its message it works out the name of the whole chain, for each request
        return Mono.firstWithSignal(appended, Mono.delay(wait).flatMap(over -> Mono.error(notInTime())))
                .onErrorMap(this::refusal);
    }

    private Mono<Appended> append(ScopedRecord record) {
        return log.append(record.scope().partition(log.partitions()), record.record());
    }

    private Throwable notInTime() {
        return new LogUnavailableException("the log did not confirm within " + wait.toMillis() + " ms");
    }

    private Throwable refusal(Throwable failure) {
        if (!(failure instanceof LogUnavailableException)) {
            LOG.warn("an append failed in a way that the log does not announce", failure);
        }
        return new RefusedException(
                RefusalReason.LOG_UNAVAILABLE, "the alerts could not be stored: " + failure.getMessage());
    }
}
