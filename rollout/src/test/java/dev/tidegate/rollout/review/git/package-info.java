@NullMarked
package dev.tidegate.rollout.review.git;

import org.jspecify.annotations.NullMarked;
