/** Rollouts as readers at this gateway see them. */
@NullMarked
package dev.tidegate.gateway.rollout.flow;

import org.jspecify.annotations.NullMarked;
