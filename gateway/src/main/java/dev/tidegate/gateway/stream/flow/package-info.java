/** Streams in motion: the hub that keeps the ring full, and a session per reader. */
@NullMarked
package dev.tidegate.gateway.stream.flow;

import org.jspecify.annotations.NullMarked;
