/** Counters and timers of the doors in, as decorators of their ports. */
@NullMarked
package dev.tidegate.gateway.ingest.micrometer;

import org.jspecify.annotations.NullMarked;
