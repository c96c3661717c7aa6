@org.jspecify.annotations.NullMarked
package dev.tidegate.correlator.log.kafka;
