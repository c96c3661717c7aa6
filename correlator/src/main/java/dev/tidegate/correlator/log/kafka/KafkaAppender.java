package dev.tidegate.correlator.log.kafka;

import dev.tidegate.model.KnownFailures;
import dev.tidegate.model.log.LogUnavailableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.sender.KafkaSender;
import reactor.kafka.sender.SenderOptions;
import reactor.kafka.sender.SenderRecord;
import reactor.kafka.sender.SenderResult;
import reactor.util.concurrent.Queues;
import reactor.util.retry.Retry;

/**
 * One long-lived pipeline into the producer, shared by everybody who appends.
 *
 * <p>Records are admitted by number and bytes before anything else; what is not admitted is refused at once, so that a
 * slow log costs its callers an answer and not memory. Admitted records go through a queue to the sender's own
 * thread, because the producer may make its caller wait for metadata. The confirmation finds its waiter by the record's
 * correlation. A waiter that is not answered within the bound gets its error from a sweep; the record keeps its place
 * until the producer has given it up, since until then it is in memory.
 *
 * <p>Only a fatal error of the producer (a refused login) ends the pipeline; then what is pending fails, and a new
 * producer is made after a pause.
 */
final class KafkaAppender {
    private static final Logger log = LoggerFactory.getLogger(KafkaAppender.class);
    private static final KnownFailures UNFORESEEN = new KnownFailures();
    private static final Duration SWEEP = Duration.ofMillis(100);
    private static final Duration CLOSE = Duration.ofSeconds(3);

    private final KafkaLogSettings settings;
    private final Counter refused;
    private final Set<Pending> pending = ConcurrentHashMap.newKeySet();
    private final AtomicInteger records = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private volatile Sinks.Many<Pending> queue = newQueue();
    private final Scheduler confirming = Schedulers.newSingle("log-confirm", true);
    private final Disposable.Composite running = Disposables.composite();
    private volatile boolean closed;

    KafkaAppender(KafkaLogSettings settings, MeterRegistry meters) {
        this.settings = settings;
        refused = Counter.builder("tidegate.log.refused")
                .description("records refused because too many wait for the log")
                .register(meters);
        Gauge.builder("tidegate.log.inflight.records", records, AtomicInteger::get)
                .description("records that wait for the log's confirmation")
                .register(meters);
        Gauge.builder("tidegate.log.inflight.bytes", bytes, AtomicLong::get)
                .baseUnit("bytes")
                .register(meters);
    }

    /** Thread-safe without a lock: many threads may put into the queue, and the sink drains it one thread at a time. */
    private static Sinks.Many<Pending> newQueue() {
        return Sinks.unsafe()
                .many()
                .unicast()
                .onBackpressureBuffer(Queues.<Pending>unboundedMultiproducer().get());
    }

    KafkaAppender start() {
        running.add(Flux.defer(() -> pipeline(queue.asFlux()))
                .doOnError(failure -> {
                    queue = newQueue();
                    failAll(failure);
                })
                .retryWhen(Retry.backoff(Long.MAX_VALUE, Duration.ofMillis(200)).maxBackoff(Duration.ofSeconds(5)))
                .subscribe());
        running.add(Flux.interval(SWEEP, confirming).subscribe(tick -> sweep(System.nanoTime())));
        return this;
    }

    private Flux<SenderResult<Pending>> pipeline(Flux<Pending> queued) {
        SenderOptions<byte[], byte[]> options = SenderOptions.<byte[], byte[]>create(
                        ClientProperties.producer(settings))
                .maxInFlight(settings.inFlightRecords())
                .scheduler(confirming)
                .closeTimeout(CLOSE)
                .stopOnError(false);
        return Flux.using(
                        () -> KafkaSender.create(options),
                        sender -> sender.send(queued.map(one -> SenderRecord.create(one.record, one)))
                                .doOnNext(this::settle),
                        KafkaSender::close)
                .subscribeOn(Schedulers.boundedElastic(), false);
    }

    /** Appends a record; see {@link dev.tidegate.model.log.EventLog#append}. */
    Mono<RecordMetadata> append(ProducerRecord<byte[], byte[]> record) {
        return Mono.create(waiter -> admit(record, waiter));
    }

    private void admit(ProducerRecord<byte[], byte[]> record, MonoSink<RecordMetadata> waiter) {
        int size = record.value().length + (record.key() == null ? 0 : record.key().length);
        String reason = reasonToRefuse(size);
        if (reason != null) {
            refused.increment();
            waiter.error(new LogUnavailableException(reason));
            return;
        }
        Pending one = new Pending(
                record, size, System.nanoTime() + settings.confirmWithin().toNanos(), waiter);
        pending.add(one);
        if (queue.tryEmitNext(one).isFailure()) {
            release(one);
            one.fail(new LogUnavailableException("the log is closed"));
        }
    }

    /** Null when there is room, which is then taken. */
    private @Nullable String reasonToRefuse(int size) {
        if (closed) {
            return "the log is closed";
        }
        if (records.incrementAndGet() > settings.inFlightRecords()) {
            records.decrementAndGet();
            return settings.inFlightRecords() + " records already wait for the log";
        }
        if (bytes.addAndGet(size) > settings.inFlightBytes()) {
            bytes.addAndGet(-size);
            records.decrementAndGet();
            return "records of " + settings.inFlightBytes() + " bytes already wait for the log";
        }
        return null;
    }

    private void settle(SenderResult<Pending> result) {
        Pending one = result.correlationMetadata();
        release(one);
        @Nullable Exception failure = result.exception();
        if (failure == null) {
            one.confirm(result.recordMetadata());
        } else {
            one.fail(explain(failure));
        }
    }

    private void release(Pending one) {
        if (one.release()) {
            pending.remove(one);
            records.decrementAndGet();
            bytes.addAndGet(-one.bytes);
        }
    }

    private void sweep(long now) {
        for (Pending one : pending) {
            if (now - one.deadlineNanos > 0) {
                one.fail(new LogUnavailableException("the log did not confirm within "
                        + settings.confirmWithin().toMillis() + " ms"));
            }
        }
    }

    private void failAll(Throwable failure) {
        KnownFailures.Told told = UNFORESEEN.tell(failure);
        log.error("the log's producer failed and is made anew: {}", told.words(), told.trace());
        LogUnavailableException reason = explain(failure);
        pending.forEach(one -> {
            release(one);
            one.fail(reason);
        });
    }

    private static LogUnavailableException explain(Throwable failure) {
        return failure instanceof RecordTooLargeException
                ? new LogUnavailableException(
                        "the record is larger than the log takes: " + failure.getMessage(), failure)
                : new LogUnavailableException("the log did not take the record: " + failure.getMessage(), failure);
    }

    /** Takes nothing more; what is under way is given a moment. */
    Mono<Void> close() {
        return Mono.fromRunnable(() -> closed = true)
                .thenMany(Flux.interval(Duration.ofMillis(10)).takeUntil(tick -> pending.isEmpty()))
                .take(CLOSE)
                .then(Mono.<Void>fromRunnable(this::dispose).subscribeOn(Schedulers.boundedElastic()));
    }

    private void dispose() {
        running.dispose();
        pending.forEach(one -> one.fail(new LogUnavailableException("the log is closed")));
        confirming.dispose();
    }
}
