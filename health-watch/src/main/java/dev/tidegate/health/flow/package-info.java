/** Watches in motion: who runs which, when it is looked, and where frames and verdicts go. */
@NullMarked
package dev.tidegate.health.flow;

import org.jspecify.annotations.NullMarked;
