/**
 * Reads signals from Prometheus, and from what speaks its HTTP API (Thanos, Mimir, VictoriaMetrics).
 */
@NullMarked
package dev.tidegate.health.evidence.prometheus;

import org.jspecify.annotations.NullMarked;
