/** Changes in Gerrit: what its submit requirements say of an exact patch set, and submitting that one. */
@NullMarked
package dev.tidegate.rollout.review.gerrit;

import org.jspecify.annotations.NullMarked;
