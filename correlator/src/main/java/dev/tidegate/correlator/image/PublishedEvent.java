package dev.tidegate.correlator.image;

/**
 * An event on its way to readers: what they filter by, and the event as JSON.
 *
 * @param seq counts up by one within the partition; with it, the event's identity
 * @param kind see {@link EventImage}
 * @param incident id of the incident it is about; empty when about none
 * @param json the whole event in its public shape, UTF-8
 */
public record PublishedEvent(
        int partition, long seq, String kind, String tenant, String site, String incident, byte[] json) {}
