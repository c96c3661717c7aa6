/** Streams of watches: a ring for each, and a session for each reader. */
@NullMarked
package dev.tidegate.gateway.watch.flow;

import org.jspecify.annotations.NullMarked;
