package dev.tidegate.correlator.log;

import dev.tidegate.correlator.image.EventFeed;
import dev.tidegate.correlator.image.EventPublisher;

/**
 * A topic of short-lived events that every process may write to and every process reads, each from where it began.
 *
 * @param partitions events with the same key belong into the same one, or their order is lost
 */
public record EventChannel(int partitions, EventPublisher publisher, EventFeed feed) {}
