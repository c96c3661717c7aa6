package dev.tidegate.correlator.log.kafka;

import dev.tidegate.model.log.LogUnavailableException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import reactor.core.publisher.Mono;

/** Creates the topics that are missing, and checks those that are there. */
final class KafkaTopics {
    private static final String LOG_APPEND_TIME = "LogAppendTime";
    private static final int REPLICAS_WANTED = 3;

    private final Admin admin;
    private final KafkaLogSettings settings;

    KafkaTopics(Admin admin, KafkaLogSettings settings) {
        this.admin = admin;
        this.settings = settings;
    }

    /**
     * Makes sure that both topics are there and fit each other; gives their number of partitions. Fails with
     * IllegalStateException when one was created otherwise than Tidegate needs it.
     */
    Mono<Integer> ensure() {
        return ensure(settings.alerts(), settings.partitions(), settings.retention())
                .flatMap(partitions -> ensure(settings.incidents(), partitions, settings.retention())
                        .map(others -> requireSame(partitions, others)));
    }

    /** Creates a topic that others write to when it is missing; one that is there is taken as it is. */
    Mono<Integer> ensureForeign(String topic) {
        return describe(topic)
                .flatMap(
                        found -> found.map(there -> Mono.just(there.partitions().size()))
                                .orElseGet(() -> create(topic, settings.partitions(), settings.retention())));
    }

    /** Creates a topic of our own shape when it is missing; gives its number of partitions. */
    Mono<Integer> ensure(String topic, int partitions, Duration retention) {
        return describe(topic)
                .flatMap(found -> found.map(description ->
                                check(topic).thenReturn(description.partitions().size()))
                        .orElseGet(() -> create(topic, partitions, retention)));
    }

    private Mono<Optional<TopicDescription>> describe(String topic) {
        return ask(() -> admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
                .map(Optional::of)
                .onErrorResume(UnknownTopicOrPartitionException.class, missing -> Mono.just(Optional.empty()))
                .onErrorMap(KafkaTopics::isForeign, failure -> unreachable(failure));
    }

    private Mono<Integer> create(String topic, int partitions, Duration retention) {
        return ask(() -> admin.describeCluster().nodes()).flatMap(brokers -> {
            short replicas = (short) Math.min(REPLICAS_WANTED, brokers.size());
            NewTopic wanted = new NewTopic(topic, partitions, replicas)
                    .configs(Map.of(
                            TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
                            LOG_APPEND_TIME,
                            TopicConfig.RETENTION_MS_CONFIG,
                            Long.toString(retention.toMillis()),
                            TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG,
                            Integer.toString(Math.max(1, replicas - 1)),
                            TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                            Integer.toString(settings.maxRecordBytes())));
            return ask(() -> admin.createTopics(List.of(wanted)).all())
                    .thenReturn(partitions)
                    // another process was quicker
                    .onErrorResume(TopicExistsException.class, there -> ensure(topic, partitions, retention));
        });
    }

    /** The broker's clock must stamp the records: it is the clock shards decide by. */
    private Mono<Config> check(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return ask(() -> admin.describeConfigs(List.of(resource)).values().get(resource))
                .doOnNext(config -> requireAppendTime(topic, config.get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)));
    }

    private static void requireAppendTime(String topic, ConfigEntry entry) {
        if (!LOG_APPEND_TIME.equals(entry.value())) {
            throw new IllegalStateException("topic " + topic + " exists with message.timestamp.type=" + entry.value()
                    + "; Tidegate needs LogAppendTime, because the log's times are the clock it decides by."
                    + " Change it with kafka-configs --alter, or name another topic.");
        }
    }

    private int requireSame(int partitions, int others) {
        if (partitions != others) {
            throw new IllegalStateException("topic " + settings.alerts() + " has " + partitions + " partitions and "
                    + settings.incidents() + " has " + others + "; they must have the same number");
        }
        return partitions;
    }

    private static boolean isForeign(Throwable failure) {
        return !(failure instanceof IllegalStateException);
    }

    private LogUnavailableException unreachable(Throwable failure) {
        return new LogUnavailableException(
                "Kafka at " + settings.client().get("bootstrap.servers") + " does not answer: " + failure.getMessage(),
                failure);
    }

    private static <T> Mono<T> ask(java.util.function.Supplier<KafkaFuture<T>> question) {
        return Mono.fromCompletionStage(() -> question.get().toCompletionStage());
    }
}
