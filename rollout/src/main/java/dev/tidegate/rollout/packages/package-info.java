/**
 * Published package repositories, switched from snapshot to snapshot and back.
 */
@NullMarked
package dev.tidegate.rollout.packages;

import org.jspecify.annotations.NullMarked;
