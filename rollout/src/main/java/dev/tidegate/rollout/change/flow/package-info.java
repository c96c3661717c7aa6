/** The way of a change up to its approval. */
@NullMarked
package dev.tidegate.rollout.change.flow;

import org.jspecify.annotations.NullMarked;
