/** Streams over HTTP, as server-sent events and as lines of JSON. */
@NullMarked
package dev.tidegate.gateway.stream.http;

import org.jspecify.annotations.NullMarked;
