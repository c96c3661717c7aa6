/**
 * The machines there are: what they do, where they stand, what carries changes to them.
 */
@NullMarked
package dev.tidegate.rollout.fleet;

import org.jspecify.annotations.NullMarked;
