@NullMarked
package dev.tidegate.rollout.target;

import org.jspecify.annotations.NullMarked;
