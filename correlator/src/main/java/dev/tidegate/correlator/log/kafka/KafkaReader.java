package dev.tidegate.correlator.log.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.kafka.receiver.KafkaReceiver;
import reactor.kafka.receiver.ReceiverOptions;
import reactor.kafka.receiver.ReceiverPartition;

/** Reads partitions from given offsets, without a consumer group: whoever reads keeps the position. */
final class KafkaReader {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration CLOSE = Duration.ofSeconds(2);
    /** Polls that may wait for the reader: each is one micro-batch in memory. */
    private static final int POLLS_AHEAD = 1;

    private final Admin admin;
    private final Map<String, Object> consumer;

    KafkaReader(Admin admin, KafkaLogSettings settings) {
        this.admin = admin;
        this.consumer = ClientProperties.consumer(settings);
    }

    /**
     * The records of some partitions from an offset each, one list per poll, fetched on request.
     *
     * @return fails with IllegalStateException when an offset is not in the log
     */
    Flux<List<ConsumerRecord<byte[], byte[]>>> read(Map<TopicPartition, Long> from) {
        ReceiverOptions<byte[], byte[]> options = ReceiverOptions.<byte[], byte[]>create(consumer)
                .assignment(from.keySet())
                .addAssignListener(partitions -> partitions.forEach(partition -> seek(partition, from)))
                .commitInterval(Duration.ZERO)
                .commitBatchSize(0)
                .pollTimeout(POLL)
                .closeTimeout(CLOSE);
        return KafkaReceiver.create(options)
                .receiveBatch(POLLS_AHEAD)
                // making a client opens files and takes locks; requests go straight to it
                .subscribeOn(Schedulers.boundedElastic(), false)
                .concatMap(
                        poll -> poll.<ConsumerRecord<byte[], byte[]>>map(record -> record)
                                .collectList(),
                        0)
                .filter(batch -> !batch.isEmpty())
                .onErrorMap(OffsetOutOfRangeException.class, KafkaReader::explain);
    }

    private static void seek(ReceiverPartition partition, Map<TopicPartition, Long> from) {
        Long offset = from.get(partition.topicPartition());
        if (offset == null) {
            throw new IllegalStateException("assigned " + partition.topicPartition() + ", which was not asked for");
        }
        if (offset == 0) {
            partition.seekToBeginning(); // whatever retention has left of it
        } else {
            partition.seek(offset);
        }
    }

    private static IllegalStateException explain(OffsetOutOfRangeException failure) {
        StringBuilder places = new StringBuilder();
        failure.offsetOutOfRangePartitions()
                .forEach((partition, offset) -> places.append(places.isEmpty() ? "" : ", ")
                        .append("offset ")
                        .append(offset)
                        .append(" of ")
                        .append(partition));
        return new IllegalStateException(
                "the log does not hold " + places + ": either its retention removed records that were not read yet,"
                        + " or log and database do not belong together",
                failure);
    }

    /** The offset after the last record of each partition of a topic. */
    Mono<List<Long>> ends(String topic, int partitions) {
        Map<TopicPartition, OffsetSpec> question =
                new TreeMap<>((a, b) -> Integer.compare(a.partition(), b.partition()));
        for (int i = 0; i < partitions; i++) {
            question.put(new TopicPartition(topic, i), OffsetSpec.latest());
        }
        return Mono.fromCompletionStage(() -> admin.listOffsets(question).all().toCompletionStage())
                .map(answer -> question.keySet().stream()
                        .map(answer::get)
                        .map(ListOffsetsResultInfo::offset)
                        .toList());
    }
}
