/**
 * A simulated fleet: nodes behind a salt-api that answers like a real one, and their metrics.
 */
@NullMarked
package dev.tidegate.fleet;

import org.jspecify.annotations.NullMarked;
