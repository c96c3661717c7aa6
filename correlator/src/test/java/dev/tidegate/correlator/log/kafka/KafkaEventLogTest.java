package dev.tidegate.correlator.log.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.tidegate.embedded.SharedEmbedded;
import dev.tidegate.model.log.EventLog;
import dev.tidegate.model.log.LogUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class KafkaEventLogTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int PARTITIONS = 2;

    private KafkaLogSettings settings;
    private KafkaLog kafka;

    @BeforeEach
    void open() {
        SharedEmbedded shared = SharedEmbedded.get();
        String prefix = shared.freshTopicPrefix();
        settings = KafkaLogSettings.at(shared.kafkaClientProperties())
                .named(prefix + "alerts", prefix + "incidents", prefix + "group")
                .withPartitions(PARTITIONS);
        kafka = opened(settings);
    }

    @AfterEach
    void close() {
        kafka.close().block(PATIENCE);
    }

    @Test
    void what_was_appended_is_read_in_order_with_the_logs_time() {
        Instant before = Instant.now().minusSeconds(1);
        List<EventLog.Appended> appended = append(1, 0, 300);

        List<EventLog.Entry> read = read(1, 0, 300);

        assertThat(appended).extracting(EventLog.Appended::offset).isEqualTo(offsets(0, 300));
        assertThat(read).extracting(EventLog.Entry::offset).isEqualTo(offsets(0, 300));
        assertThat(read)
                .extracting(entry -> ByteBuffer.wrap(entry.record()).getInt())
                .isEqualTo(numbers(0, 300));
        assertThat(read)
                .allSatisfy(entry -> assertThat(entry.timeMicros())
                        .isBetween(
                                before.toEpochMilli() * 1000,
                                Instant.now().plusSeconds(1).toEpochMilli() * 1000));
        assertThat(kafka.log().ends().block(PATIENCE)).containsExactly(0L, 300L);
        assertThat(kafka.log().partitions()).isEqualTo(PARTITIONS);
    }

    @Test
    void reading_begins_where_it_is_told_and_goes_on() {
        append(0, 0, 20);

        StepVerifier.create(kafka.log()
                        .read(0, 15)
                        .concatMapIterable(batch -> batch)
                        .map(EventLog.Entry::offset))
                .expectNext(15L, 16L, 17L, 18L, 19L)
                .then(() -> append(0, 20, 2))
                .expectNext(20L, 21L)
                .thenCancel()
                .verify(PATIENCE);
    }

    @Test
    void batches_come_on_request_and_are_bounded() {
        append(0, 0, 1_200);

        StepVerifier.create(kafka.log().read(0, 0).take(3, true).map(List::size), 0)
                .thenRequest(1)
                .assertNext(size -> assertThat(size).isBetween(1, 500))
                .expectNoEvent(Duration.ofMillis(300))
                .thenRequest(2)
                .expectNextCount(2)
                .expectComplete()
                .verify(PATIENCE);
    }

    @Test
    void an_offset_that_retention_removed_is_an_error_that_says_so() throws Exception {
        append(0, 0, 10);
        try (Admin admin = Admin.create(settings.client())) {
            TopicPartition partition = new TopicPartition(settings.alerts(), 0);
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(5)))
                    .all()
                    .get();
        }

        assertThatIllegalStateException()
                .isThrownBy(() -> kafka.log().read(0, 2).blockFirst(PATIENCE))
                .withMessageContaining("offset 2 of " + settings.alerts() + "-0");
    }

    @Test
    void a_log_shorter_than_the_rows_say_is_an_error() {
        append(0, 0, 3);

        assertThatIllegalStateException()
                .isThrownBy(() -> kafka.log().read(0, 99).blockFirst(PATIENCE))
                .withMessageContaining("offset 99");
    }

    @Test
    void a_topic_with_the_senders_times_is_refused() throws Exception {
        String topic = settings.alerts() + "-wrong";
        try (Admin admin = Admin.create(settings.client())) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        }
        KafkaLogSettings wrong = settings.named(topic, settings.incidents(), settings.group());

        assertThatIllegalStateException()
                .isThrownBy(
                        () -> KafkaLog.open(wrong, new SimpleMeterRegistry()).block(PATIENCE))
                .withMessageContaining(topic)
                .withMessageContaining("LogAppendTime");
    }

    @Test
    void what_does_not_fit_into_the_bounds_is_refused_at_once() {
        KafkaLog small = opened(settings.withInFlight(1_000, 10, Duration.ofSeconds(5)));
        try {
            assertThatExceptionOfType(LogUnavailableException.class)
                    .isThrownBy(() -> small.log().append(0, new byte[1_001]).block(PATIENCE))
                    .withMessageContaining("1000 bytes");

            List<Mono<String>> many = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                many.add(small.log()
                        .append(0, new byte[1])
                        .map(done -> "ok")
                        .onErrorResume(LogUnavailableException.class, e -> Mono.just("refused")));
            }
            List<String> answers =
                    Objects.requireNonNull(Flux.merge(many).collectList().block(PATIENCE));
            assertThat(answers).hasSize(200).contains("ok", "refused");
            // places are given back
            assertThat(small.log().append(0, new byte[900]).block(PATIENCE)).isNotNull();
        } finally {
            small.close().block(PATIENCE);
        }
    }

    @Test
    void after_close_appends_are_refused() {
        KafkaLog other = opened(settings);
        other.close().block(PATIENCE);

        assertThatExceptionOfType(LogUnavailableException.class)
                .isThrownBy(() -> other.log().append(0, new byte[] {1}).block(PATIENCE))
                .withMessageContaining("closed");
    }

    private static KafkaLog opened(KafkaLogSettings settings) {
        return Objects.requireNonNull(
                KafkaLog.open(settings, new SimpleMeterRegistry()).block(PATIENCE));
    }

    private List<EventLog.Appended> append(int partition, int first, int count) {
        return Objects.requireNonNull(Flux.range(first, count)
                .flatMapSequential(i -> kafka.log()
                        .append(partition, ByteBuffer.allocate(4).putInt(i).array()))
                .collectList()
                .block(PATIENCE));
    }

    private List<EventLog.Entry> read(int partition, long from, int count) {
        return Objects.requireNonNull(kafka.log()
                .read(partition, from)
                .concatMapIterable(batch -> batch)
                .take(count)
                .collectList()
                .block(PATIENCE));
    }

    private static List<Long> offsets(int first, int count) {
        return numbers(first, count).stream().map(Integer::longValue).toList();
    }

    private static List<Integer> numbers(int first, int count) {
        return java.util.stream.IntStream.range(first, first + count).boxed().toList();
    }
}
