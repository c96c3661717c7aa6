/**
 * Alerts to incidents: a deterministic shard per partition of the log, and the reactive shell that feeds it and
 * makes its facts durable.
 */
@NullMarked
package dev.tidegate.correlator;

import org.jspecify.annotations.NullMarked;
