@NullMarked
package dev.tidegate.rollout.flow;

import org.jspecify.annotations.NullMarked;
