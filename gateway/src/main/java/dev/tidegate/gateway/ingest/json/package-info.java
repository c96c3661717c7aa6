/** Alerts read from the bytes of a JSON body, without strings or trees in between. */
@NullMarked
package dev.tidegate.gateway.ingest.json;

import org.jspecify.annotations.NullMarked;
