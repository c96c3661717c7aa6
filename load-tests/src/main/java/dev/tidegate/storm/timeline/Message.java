package dev.tidegate.storm.timeline;

import java.time.Instant;

/**
 * One alert as one Prometheus server tells it once.
 *
 * @param episode the alert
 * @param startsAt when it fired
 * @param endsAt when it was resolved, or until when it counts as firing without being told again
 * @param resolved whether it is told as resolved
 */
public record Message(Episode episode, Instant startsAt, Instant endsAt, boolean resolved) {}
