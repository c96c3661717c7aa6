/**
 * What must hold before a change is let go.
 */
@NullMarked
package dev.tidegate.rollout.gate;

import org.jspecify.annotations.NullMarked;
