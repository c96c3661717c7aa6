@NullMarked
package dev.tidegate.rollout.fleet;

import org.jspecify.annotations.NullMarked;
