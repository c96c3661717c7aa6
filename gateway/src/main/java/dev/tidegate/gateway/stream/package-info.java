/** Live streams: what happened, in order, to any number of readers, with nothing lost or repeated. */
@NullMarked
package dev.tidegate.gateway.stream;

import org.jspecify.annotations.NullMarked;
