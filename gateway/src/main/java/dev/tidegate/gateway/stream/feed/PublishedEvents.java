package dev.tidegate.gateway.stream.feed;

import dev.tidegate.correlator.image.EventFeed;
import dev.tidegate.correlator.image.PublishedEvent;
import dev.tidegate.gateway.stream.EventSource;
import dev.tidegate.gateway.stream.StreamEvent;
import dev.tidegate.gateway.stream.json.StreamEvents;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Events as the correlator publishes them. */
public final class PublishedEvents implements EventSource {
    private final EventFeed feed;

    public PublishedEvents(EventFeed feed) {
        this.feed = feed;
    }

    @Override
    public Mono<Flux<StreamEvent>> open() {
        return feed.ends().map(ends -> feed.from(ends).map(PublishedEvents::streamed));
    }

    private static StreamEvent streamed(PublishedEvent event) {
        return StreamEvents.of(
                event.partition(),
                event.seq(),
                event.kind(),
                event.tenant(),
                event.site(),
                event.incident(),
                event.json());
    }
}
