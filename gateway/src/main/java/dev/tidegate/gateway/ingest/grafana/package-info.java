/** Grafana's unified alerting webhook. */
@NullMarked
package dev.tidegate.gateway.ingest.grafana;

import org.jspecify.annotations.NullMarked;
