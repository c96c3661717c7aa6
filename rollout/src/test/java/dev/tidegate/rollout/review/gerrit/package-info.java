@NullMarked
package dev.tidegate.rollout.review.gerrit;

import org.jspecify.annotations.NullMarked;
