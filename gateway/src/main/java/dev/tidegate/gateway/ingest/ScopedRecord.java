package dev.tidegate.gateway.ingest;

import dev.tidegate.model.Scope;

/**
 * A finished log record of alerts.
 *
 * @param alerts how many it holds
 */
public record ScopedRecord(Scope scope, int alerts, byte[] record) {}
