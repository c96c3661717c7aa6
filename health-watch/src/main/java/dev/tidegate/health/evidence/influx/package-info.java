/**
 * Reads signals from InfluxDB 1.x by InfluxQL.
 */
@NullMarked
package dev.tidegate.health.evidence.influx;

import org.jspecify.annotations.NullMarked;
