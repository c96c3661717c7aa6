@NullMarked
package dev.tidegate.rollout.change.flow;

import org.jspecify.annotations.NullMarked;
