/**
 * The record of what was done, which shows when it was changed afterwards.
 */
@NullMarked
package dev.tidegate.rollout.audit;

import org.jspecify.annotations.NullMarked;
