package dev.tidegate.health.watch;

import reactor.core.publisher.Mono;

/** Carries facts of watches to every gateway, so that each can serve the stream of any watch. */
public interface WatchTopic {
    /** Gives the event's number back when it is out. What cannot be sent is lost to readers elsewhere, and to nobody else. */
    Mono<Long> publish(WatchEvent event);
}
