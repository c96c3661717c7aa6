package dev.tidegate.correlator.log.kafka;

import dev.tidegate.correlator.image.EventFeed;
import dev.tidegate.correlator.image.EventPublisher;
import dev.tidegate.correlator.image.PublishedEvent;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Events as a topic: the value is the event as JSON, the key the incident's id, and what readers filter by stands in
 * headers ({@code seq} as eight bytes, {@code kind}, {@code tenant}, {@code site}), so that nobody parses to filter.
 */
final class KafkaEvents implements EventPublisher, EventFeed {
    private final String topic;
    private final int partitions;
    private final KafkaAppender appender;
    private final KafkaReader reader;

    KafkaEvents(String topic, int partitions, KafkaAppender appender, KafkaReader reader) {
        this.topic = topic;
        this.partitions = partitions;
        this.appender = appender;
        this.reader = reader;
    }

    @Override
    public Mono<Integer> publish(int partition, List<PublishedEvent> events) {
        List<Mono<Integer>> appends = new ArrayList<>(events.size());
        for (PublishedEvent event : events) {
            appends.add(appender.append(record(partition, event)).thenReturn(1));
        }
        // subscribed in order, so sent in order; all are under way at once
        return Flux.mergeSequential(appends, Math.max(1, events.size()), 1).reduce(0, Integer::sum);
    }

    private ProducerRecord<byte[], byte[]> record(int partition, PublishedEvent event) {
        Headers headers = new RecordHeaders()
                .add("seq", ByteBuffer.allocate(Long.BYTES).putLong(event.seq()).array())
                .add("kind", utf8(event.kind()))
                .add("tenant", utf8(event.tenant()))
                .add("site", utf8(event.site()));
        byte @Nullable [] key = event.incident().isEmpty() ? null : utf8(event.incident());
        return new ProducerRecord<>(topic, partition, null, key, event.json(), headers);
    }

    @Override
    public Mono<List<Long>> ends() {
        return reader.ends(topic, partitions);
    }

    @Override
    public Flux<PublishedEvent> from(List<Long> positions) {
        Map<TopicPartition, Long> from = new HashMap<>();
        for (int i = 0; i < positions.size(); i++) {
            from.put(new TopicPartition(topic, i), positions.get(i));
        }
        return reader.read(from).concatMapIterable(batch -> batch).mapNotNull(KafkaEvents::event);
    }

    /** Null for a record that is none of ours: the topic is public. */
    private static @Nullable PublishedEvent event(ConsumerRecord<byte[], byte[]> record) {
        Header seq = record.headers().lastHeader("seq");
        if (seq == null || seq.value().length != Long.BYTES || record.value() == null) {
            return null;
        }
        return new PublishedEvent(
                record.partition(),
                ByteBuffer.wrap(seq.value()).getLong(),
                header(record, "kind"),
                header(record, "tenant"),
                header(record, "site"),
                record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8),
                record.value());
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
