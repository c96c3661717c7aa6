package dev.tidegate.correlator.log.kafka;

import dev.tidegate.correlator.log.TopicFeed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.receiver.KafkaReceiver;
import reactor.kafka.receiver.ReceiverOptions;
import reactor.kafka.receiver.ReceiverRecord;

/** Somebody else's topic, read by a consumer group. */
final class KafkaTopicFeed implements TopicFeed {
    private static final Duration COMMIT = Duration.ofSeconds(1);
    /** Records may be acknowledged in any order; this many may wait for an older one. */
    private static final int MAX_DEFERRED = 5_000;

    private final ReceiverOptions<byte[], byte[]> options;

    KafkaTopicFeed(String topic, KafkaLogSettings settings) {
        options = ReceiverOptions.<byte[], byte[]>create(ClientProperties.group(settings))
                .subscription(List.of(topic))
                .commitInterval(COMMIT)
                .maxDeferredCommits(MAX_DEFERRED);
    }

    @Override
    public Flux<Delivered> records() {
        return Flux.defer(() -> KafkaReceiver.create(options).receive(1))
                .subscribeOn(Schedulers.boundedElastic(), false)
                .map(KafkaTopicFeed::delivered);
    }

    private static Delivered delivered(ReceiverRecord<byte[], byte[]> record) {
        Map<String, byte[]> headers = new HashMap<>();
        for (Header header : record.headers()) {
            headers.put(header.key(), header.value() == null ? new byte[0] : header.value());
        }
        return new Delivered(
                record.topic() + "-" + record.partition() + "@" + record.offset(),
                record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8),
                record.value() == null ? new byte[0] : record.value(),
                headers,
                record.receiverOffset()::acknowledge);
    }
}
