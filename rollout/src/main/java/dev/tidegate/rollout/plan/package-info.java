/**
 * Which nodes are touched in which wave. Pure: the same fleet, wishes and seed give the same plan.
 */
@NullMarked
package dev.tidegate.rollout.plan;

import org.jspecify.annotations.NullMarked;
