/** Events as they are published and stored, read for the streams. */
@NullMarked
package dev.tidegate.gateway.stream.json;

import org.jspecify.annotations.NullMarked;
