package dev.tidegate.correlator.incident;

import dev.tidegate.model.Labels;
import dev.tidegate.model.Scope;
import dev.tidegate.model.Severity;
import java.time.Instant;

/**
 * One firing of one alert, as correlation sees it.
 *
 * @param episode counts up from 1 within the identity
 * @param node empty when no label names one
 * @param startsAt the sender's clock
 * @param seenAt the log's clock
 */
public record Episode(
        Scope scope,
        long fingerprint,
        int episode,
        Labels labels,
        String alertname,
        Severity severity,
        String node,
        Instant startsAt,
        Instant seenAt) {}
