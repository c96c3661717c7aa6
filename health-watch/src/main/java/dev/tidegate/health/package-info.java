/**
 * Signals to verdicts: probes of metrics servers, log stores and our own incidents, and the judges that weigh
 * their evidence.
 */
@NullMarked
package dev.tidegate.health;

import org.jspecify.annotations.NullMarked;
