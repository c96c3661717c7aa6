@NullMarked
package dev.tidegate.rollout.gate;

import org.jspecify.annotations.NullMarked;
