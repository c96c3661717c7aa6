/** Reading JSON strictly. */
@NullMarked
package dev.tidegate.rollout.json;

import org.jspecify.annotations.NullMarked;
