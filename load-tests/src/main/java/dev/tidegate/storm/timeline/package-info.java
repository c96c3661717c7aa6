/** Simulated time: when conditions become alerts, and what two Prometheus servers would send about them. Pure. */
@NullMarked
package dev.tidegate.storm.timeline;

import org.jspecify.annotations.NullMarked;
