/** Incidents at the door: how pages are cut, what people may ask for. */
@NullMarked
package dev.tidegate.gateway.incident;

import org.jspecify.annotations.NullMarked;
