/** Rollouts as JSON, as they are stored. */
@NullMarked
package dev.tidegate.rollout.engine.json;

import org.jspecify.annotations.NullMarked;
