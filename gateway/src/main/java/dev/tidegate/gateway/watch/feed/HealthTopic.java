package dev.tidegate.gateway.watch.feed;

import dev.tidegate.correlator.image.PublishedEvent;
import dev.tidegate.correlator.log.EventChannel;
import dev.tidegate.gateway.watch.WatchFeed;
import dev.tidegate.health.watch.WatchEvent;
import dev.tidegate.health.watch.WatchTopic;
import java.time.Duration;
import java.util.List;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Facts of watches on a topic: keyed by watch, so that those of one are in order. */
public final class HealthTopic implements WatchTopic, WatchFeed {
    public static final String NAME = "tidegate.health";
    /** The record of a watch is in the database; this is for whoever watches now. */
    public static final Duration RETENTION = Duration.ofHours(1);

    private final EventChannel channel;

    public HealthTopic(EventChannel channel) {
        this.channel = channel;
    }

    @Override
    public Mono<Long> publish(WatchEvent event) {
        int partition = Math.floorMod(event.watch().hashCode(), channel.partitions());
        return channel.publisher()
                .publish(
                        partition,
                        List.of(new PublishedEvent(
                                partition, event.seq(), event.kind(), event.tenant(), "", event.watch(), event.json())))
                .thenReturn(event.seq());
    }

    @Override
    public Flux<WatchEvent> events() {
        return channel.feed()
                .ends()
                .flatMapMany(ends -> channel.feed().from(ends))
                .map(HealthTopic::event);
    }

    private static WatchEvent event(PublishedEvent event) {
        return new WatchEvent(event.incident(), event.tenant(), event.seq(), event.kind(), event.json());
    }
}
