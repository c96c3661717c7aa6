package dev.tidegate.correlator.log.kafka;

import dev.tidegate.model.log.EventLog;
import dev.tidegate.model.log.LogUnavailableException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The log of alerts and commands as a topic. */
final class KafkaEventLog implements EventLog {
    private static final long MICROS_PER_MILLI = 1_000;

    private final String topic;
    private final int partitions;
    private final KafkaAppender appender;
    private final KafkaReader reader;

    KafkaEventLog(String topic, int partitions, KafkaAppender appender, KafkaReader reader) {
        this.topic = topic;
        this.partitions = partitions;
        this.appender = appender;
        this.reader = reader;
    }

    @Override
    public int partitions() {
        return partitions;
    }

    @Override
    public Mono<Appended> append(int partition, byte[] record) {
        return appender.append(new ProducerRecord<>(topic, partition, null, record))
                .map(where -> new Appended(where.partition(), where.offset()));
    }

    @Override
    public Flux<List<Entry>> read(int partition, long fromOffset) {
        return reader.read(Map.of(new TopicPartition(topic, partition), fromOffset))
                .map(batch -> batch.stream().map(KafkaEventLog::entry).toList());
    }

    private static Entry entry(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value() == null ? new byte[0] : record.value();
        return new Entry(record.offset(), record.timestamp() * MICROS_PER_MILLI, value);
    }

    @Override
    public Mono<List<Long>> ends() {
        return reader.ends(topic, partitions)
                .onErrorMap(failure -> new LogUnavailableException(
                        "the log does not tell where it ends: " + failure.getMessage(), failure));
    }
}
