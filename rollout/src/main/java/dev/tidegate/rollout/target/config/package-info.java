/**
 * Targets as the fleet file names them.
 */
@NullMarked
package dev.tidegate.rollout.target.config;

import org.jspecify.annotations.NullMarked;
