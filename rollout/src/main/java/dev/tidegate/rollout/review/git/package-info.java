/** Revisions in Git repositories: who vouches for them, and the notes that tell what was deployed where. */
@NullMarked
package dev.tidegate.rollout.review.git;

import org.jspecify.annotations.NullMarked;
