@NullMarked
package dev.tidegate.rollout.change;

import org.jspecify.annotations.NullMarked;
