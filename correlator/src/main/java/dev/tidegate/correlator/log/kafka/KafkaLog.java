package dev.tidegate.correlator.log.kafka;

import dev.tidegate.correlator.image.EventFeed;
import dev.tidegate.correlator.image.EventPublisher;
import dev.tidegate.correlator.log.EventChannel;
import dev.tidegate.correlator.log.TopicFeed;
import dev.tidegate.model.log.EventLog;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Everything Tidegate has on Kafka, opened and closed together. */
public final class KafkaLog {
    private final KafkaLogSettings settings;
    private final Admin admin;
    private final KafkaAppender appender;
    private final KafkaEventLog log;
    private final KafkaEvents events;
    private final KafkaTopics topics;
    private final KafkaReader reader;

    private KafkaLog(
            KafkaLogSettings settings, Admin admin, KafkaTopics topics, int partitions, KafkaAppender appender) {
        this.settings = settings;
        this.admin = admin;
        this.topics = topics;
        this.appender = appender;
        this.reader = new KafkaReader(admin, settings);
        this.log = new KafkaEventLog(settings.alerts(), partitions, appender, reader);
        this.events = new KafkaEvents(settings.incidents(), partitions, appender, reader);
    }

    /**
     * Connects, creates the topics that are missing and checks those that are there. Fails with IllegalStateException when
     * a topic does not fit, and with LogUnavailableException when no broker answers.
     */
    public static Mono<KafkaLog> open(KafkaLogSettings settings, MeterRegistry meters) {
        return Mono.fromCallable(() -> Admin.create(ClientProperties.admin(settings)))
                .subscribeOn(Schedulers.boundedElastic())
                .flatMap(admin -> {
                    KafkaTopics topics = new KafkaTopics(admin, settings);
                    return topics.ensure()
                            .map(partitions -> new KafkaLog(
                                    settings, admin, topics, partitions, new KafkaAppender(settings, meters).start()))
                            .onErrorResume(failure -> closed(admin).then(Mono.error(failure)));
                });
    }

    /** The log of alerts and commands. */
    public EventLog log() {
        return log;
    }

    public EventPublisher publisher() {
        return events;
    }

    public EventFeed feed() {
        return events;
    }

    /** A topic that others write to, created when it is missing. */
    public Mono<TopicFeed> topic(String name) {
        return topics.ensureForeign(name).map(partitions -> new KafkaTopicFeed(name, settings));
    }

    /** A topic of our own for short-lived events, created when it is missing. */
    public Mono<EventChannel> channel(String name, Duration retention) {
        return topics.ensure(name, settings.partitions(), retention).map(partitions -> {
            KafkaEvents channel = new KafkaEvents(name, partitions, appender, reader);
            return new EventChannel(partitions, channel, channel);
        });
    }

    /** Takes nothing more, gives what is under way a moment, and disconnects. */
    public Mono<Void> close() {
        return appender.close().then(closed(admin));
    }

    private static Mono<Void> closed(Admin admin) {
        return Mono.<Void>fromRunnable(admin::close).subscribeOn(Schedulers.boundedElastic());
    }
}
