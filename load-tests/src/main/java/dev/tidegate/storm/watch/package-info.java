/** Incidents on a terminal, as they appear. */
@NullMarked
package dev.tidegate.storm.watch;

import org.jspecify.annotations.NullMarked;
