package dev.tidegate.correlator.log.kafka;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** What the clients are told, and why. */
final class ClientProperties {
    /** An idle log answers after this; a busy one fills its batches sooner. */
    private static final int LINGER_MILLIS = 2;

    /**
     * What arrives while a request is under way goes into the next one. So the busier the log, the more each request
     * carries, which is what makes it cheap; and nothing waits while it is idle.
     */
    private static final int REQUESTS_UNDER_WAY = 1;

    private static final int BATCH_BYTES = 256 << 10;
    private static final int REQUEST_MILLIS = 4_000;
    /** The sending thread waits this long for the topic's whereabouts, and for nothing else. */
    private static final int METADATA_MILLIS = 2_000;

    private static final int POLL_RECORDS = 500;
    private static final int FETCH_BYTES = 8 << 20;
    private static final int FETCH_WAIT_MILLIS = 250;
    private static final int RECONNECT_MILLIS = 500;

    private ClientProperties() {}

    static Map<String, Object> producer(KafkaLogSettings settings) {
        Map<String, Object> all = common(settings);
        all.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        all.put(ProducerConfig.ACKS_CONFIG, "all");
        all.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        all.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        all.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, REQUESTS_UNDER_WAY);
        all.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MILLIS);
        all.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        all.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, settings.maxRecordBytes());
        // what is in flight is bounded before it gets here, so the producer's own buffer never makes a thread wait
        all.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * settings.inFlightBytes() + settings.maxRecordBytes());
        all.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, METADATA_MILLIS);
        int within = Math.toIntExact(settings.confirmWithin().toMillis());
        all.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(REQUEST_MILLIS, within - LINGER_MILLIS));
        all.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, within);
        return all;
    }

    static Map<String, Object> consumer(KafkaLogSettings settings) {
        Map<String, Object> all = common(settings);
        all.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        all.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        // an offset that is not there any more must be told, never silently replaced
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        all.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
        all.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        all.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, FETCH_BYTES);
        all.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return all;
    }

    static Map<String, Object> group(KafkaLogSettings settings) {
        Map<String, Object> all = consumer(settings);
        all.put(ConsumerConfig.GROUP_ID_CONFIG, settings.group());
        all.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return all;
    }

    static Map<String, Object> admin(KafkaLogSettings settings) {
        Map<String, Object> all = common(settings);
        all.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
        all.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, 2 * REQUEST_MILLIS);
        return all;
    }

    private static Map<String, Object> common(KafkaLogSettings settings) {
        Map<String, Object> all = new HashMap<>(settings.client());
        all.put(CommonClientConfigs.RECONNECT_BACKOFF_MAX_MS_CONFIG, RECONNECT_MILLIS);
        all.put("enable.metrics.push", false);
        // JMX registers every metric under one lock of the JVM, on whatever thread makes the client; nobody reads it
        // here
        all.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        return all;
    }
}
