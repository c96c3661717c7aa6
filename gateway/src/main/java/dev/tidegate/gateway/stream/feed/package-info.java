/** The incidents topic as the source of the streams. */
@NullMarked
package dev.tidegate.gateway.stream.feed;

import org.jspecify.annotations.NullMarked;
