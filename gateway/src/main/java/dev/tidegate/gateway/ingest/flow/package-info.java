/** The reactive shell of the doors in: bodies, memory, waiting for the log, routes. */
@NullMarked
package dev.tidegate.gateway.ingest.flow;

import org.jspecify.annotations.NullMarked;
