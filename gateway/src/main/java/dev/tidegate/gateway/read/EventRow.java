package dev.tidegate.gateway.read;

/**
 * An event as it is stored.
 *
 * @param json the whole event in its public shape
 */
public record EventRow(
        int partition, long seq, String kind, String tenant, String site, String incident, String json) {}
