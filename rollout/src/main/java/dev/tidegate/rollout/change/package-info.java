/**
 * What is to be changed, and who has agreed to exactly that.
 */
@NullMarked
package dev.tidegate.rollout.change;

import org.jspecify.annotations.NullMarked;
