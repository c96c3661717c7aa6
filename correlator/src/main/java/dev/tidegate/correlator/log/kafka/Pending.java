package dev.tidegate.correlator.log.kafka;

import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import reactor.core.publisher.MonoSink;

/** A record that waits for the log's confirmation, and who waits for it. */
final class Pending {
    final ProducerRecord<byte[], byte[]> record;
    final int bytes;
    final long deadlineNanos;
    private final MonoSink<RecordMetadata> waiter;
    private final AtomicBoolean released = new AtomicBoolean();

    Pending(ProducerRecord<byte[], byte[]> record, int bytes, long deadlineNanos, MonoSink<RecordMetadata> waiter) {
        this.record = record;
        this.bytes = bytes;
        this.deadlineNanos = deadlineNanos;
        this.waiter = waiter;
    }

    /** True once: for whoever gives its place back. */
    boolean release() {
        return released.compareAndSet(false, true);
    }

    void confirm(RecordMetadata where) {
        waiter.success(where);
    }

    /** Does nothing when the waiter has its answer already. */
    void fail(Throwable reason) {
        waiter.error(reason);
    }
}
