/** The log, the events topic and foreign topics on Apache Kafka: the only place that knows Reactor Kafka. */
@NullMarked
package dev.tidegate.correlator.log.kafka;

import org.jspecify.annotations.NullMarked;
