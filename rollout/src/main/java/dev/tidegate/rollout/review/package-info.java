/**
 * Who has reviewed an exact revision, and the record of what was deployed where.
 */
@NullMarked
package dev.tidegate.rollout.review;

import org.jspecify.annotations.NullMarked;
