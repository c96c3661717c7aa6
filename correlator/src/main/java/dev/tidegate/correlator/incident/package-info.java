/** Incidents: which alerts belong together, why, and what has become of them. */
@NullMarked
package dev.tidegate.correlator.incident;

import org.jspecify.annotations.NullMarked;
