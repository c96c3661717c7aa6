package dev.tidegate.gateway.read;

import org.jspecify.annotations.Nullable;

/**
 * Which events of an incident.
 *
 * @param alerts whether events of its single alerts are wanted: there may be as many as it has alerts
 * @param newestFirst or the oldest
 * @param after only events that come after this number in that order; null from the beginning
 * @param limit at most so many
 */
public record TimelineQuery(
        String incident,
        boolean alerts,
        boolean newestFirst,
        @Nullable Long after,
        int limit) {}
