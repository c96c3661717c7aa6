package dev.tidegate.correlator.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tidegate.correlator.image.PublishedEvent;
import dev.tidegate.correlator.log.TopicFeed;
import dev.tidegate.embedded.SharedEmbedded;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class KafkaEventsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private KafkaLogSettings settings;
    private KafkaLog kafka;

    @BeforeEach
    void open() {
        SharedEmbedded shared = SharedEmbedded.get();
        String prefix = shared.freshTopicPrefix();
        settings = KafkaLogSettings.at(shared.kafkaClientProperties())
                .named(prefix + "alerts", prefix + "incidents", prefix + "group")
                .withPartitions(2);
        kafka = Objects.requireNonNull(
                KafkaLog.open(settings, new SimpleMeterRegistry()).block(PATIENCE));
    }

    @AfterEach
    void close() {
        kafka.close().block(PATIENCE);
    }

    @Test
    void events_arrive_as_published_from_a_position_on() {
        kafka.publisher().publish(1, List.of(event(1, 1), event(1, 2))).block(PATIENCE);
        List<Long> ends = Objects.requireNonNull(kafka.feed().ends().block(PATIENCE));
        kafka.publisher().publish(1, List.of(event(1, 3), event(1, 4))).block(PATIENCE);
        kafka.publisher().publish(0, List.of(event(0, 1))).block(PATIENCE);

        List<PublishedEvent> read = Objects.requireNonNull(
                kafka.feed().from(ends).take(3).collectList().block(PATIENCE));

        assertThat(ends).containsExactly(0L, 2L);
        assertThat(read)
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactlyInAnyOrder(event(1, 3), event(1, 4), event(0, 1));
    }

    @Test
    void a_foreign_topic_is_read_on_where_the_group_stopped() throws Exception {
        String name = settings.alerts() + "-foreign";
        TopicFeed feed = Objects.requireNonNull(kafka.topic(name).block(PATIENCE));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(ClientProperties.producer(settings))) {
            for (int i = 0; i < 6; i++) {
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(name, 0, utf8("key"), utf8("value" + i));
                record.headers().add("ce_type", utf8("alert"));
                producer.send(record).get();
            }
        }

        List<String> first = Objects.requireNonNull(feed.records()
                .doOnNext(TopicFeed.Delivered::ack)
                .take(3)
                .map(record -> record.key() + " " + text(record.value()) + " "
                        + text(Objects.requireNonNull(record.headers().get("ce_type"))))
                .collectList()
                .block(PATIENCE));
        String next =
                Mono.from(feed.records()).map(record -> text(record.value())).block(PATIENCE);

        assertThat(first).containsExactly("key value0 alert", "key value1 alert", "key value2 alert");
        assertThat(next).isEqualTo("value3");
    }

    private static PublishedEvent event(int partition, long seq) {
        return new PublishedEvent(
                partition, seq, "incident.opened", "acme", "nürnberg", "x-" + seq, utf8("{\"seq\":" + seq + "}"));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
