@NullMarked
package dev.tidegate.rollout.window;

import org.jspecify.annotations.NullMarked;
