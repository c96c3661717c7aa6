/** Alerts that arrive as CloudEvents on a Kafka topic. */
@NullMarked
package dev.tidegate.gateway.ingest.cloudevents;

import org.jspecify.annotations.NullMarked;
